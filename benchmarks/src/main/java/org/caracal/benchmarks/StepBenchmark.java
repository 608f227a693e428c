package org.caracal.benchmarks;

import java.util.concurrent.TimeUnit;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.core.event.Publishers;
import org.caracal.core.training.BenchmarkedStep;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** A whole training step of an example: forward, backward, update. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 5, time = 3)
@Measurement(iterations = 5, time = 2)
public class StepBenchmark {
  /** The example. */
  @Param({"digits-mlp", "fashion-mlp"})
  public String job = "";

  /** {@code none} or one listener to all layers. */
  @Param({"none", "one"})
  public String listeners = "";

  /** The loops of the backend. */
  @Param({"vector", "scalar"})
  public String loops = "";

  /** The number of threads. */
  @Param("1")
  public int threads;

  private JavaSession session;
  private BenchmarkedStep step;

  /** Plans the step. */
  @Setup
  public void plan() {
    session =
        new JavaSession(
            new Execution(threads), loops.equals("vector") ? Loops.best() : Loops.scalar());
    var publisher = listeners.equals("none") ? Publishers.silent() : Publishers.heard();
    step = new BenchmarkedStep(Jobs.example(job), Jobs.PLUGINS, session, publisher);
  }

  /** Gives threads back. */
  @TearDown
  public void close() {
    step.close();
    session.close();
  }

  /** One step. */
  @Benchmark
  public double step() {
    return step.run();
  }
}
