package org.caracal.benchmarks;

import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.ElementwiseProgram;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
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

/** Single kernels of the Java backend on {@code float32}. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(value = 1, jvmArgsAppend = "--add-modules=jdk.incubator.vector")
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 5, time = 1)
public class KernelBenchmark {
  /** What is measured. */
  @Param({
    "matmul 512x512x512",
    "matmul 128x784x512",
    "matmul-tn 784x128x512",
    "matmul-nt 128x256x512",
    "matmul 32x64x256",
    "matmul 128x256x10",
    "add 65536",
    "relu-gradient 65536",
    "adam 401408",
    "adam 16384",
    "exp 65536",
    "log 65536",
    "tanh 65536",
    "sigmoid 65536",
    "erf 65536",
    "softmax 128x10",
    "softmax 64x1000",
    "log-softmax 2048x96",
    "attention 16x128x4x32",
    "attention-gradient 16x128x4x32",
    "sum-rows 128x512",
    "sum-columns 128x512",
    "max-columns 128x512",
    "transpose 512x512",
    "uniform 65536"
  })
  public String kernel = "";

  /** The loops of the backend. */
  @Param({"vector", "scalar"})
  public String loops = "";

  /** The number of threads. */
  @Param("1")
  public int threads;

  private JavaSession session;
  private Kernel compiled;
  private Buffer[] inputs;
  private Buffer[] outputs;

  /** Compiles the kernel and fills its inputs. */
  @Setup
  public void compile() {
    session =
        new JavaSession(
            new Execution(threads), loops.equals("vector") ? Loops.best() : Loops.scalar());
    var request = Kernels.of(kernel);
    compiled = ((Compilation.Compiled) session.compile(request)).kernel();
    var random = new Random(1);
    inputs = buffers(inputs(request));
    for (var input : inputs) {
      if (input.dtype() == DType.FLOAT32) {
        var floats = ((HeapBuffer) input).floats();
        for (var i = 0; i < input.length(); i++) {
          floats[i] = random.nextFloat() + 1e-3f;
        }
      }
    }
    outputs = buffers(request.outputs());
  }

  private static List<TensorType> inputs(KernelRequest request) {
    return request instanceof ElementwiseProgram program
        ? program.inputs()
        : ((SingleOperation) request).inputs();
  }

  private Buffer[] buffers(List<TensorType> types) {
    return types.stream()
        .map(type -> session.allocate(type.dtype(), type.shape().size()))
        .toArray(Buffer[]::new);
  }

  /** Gives threads back. */
  @TearDown
  public void close() {
    session.close();
  }

  /** One run of the kernel. */
  @Benchmark
  public Object run() {
    compiled.run(inputs, outputs);
    return outputs[0];
  }
}
