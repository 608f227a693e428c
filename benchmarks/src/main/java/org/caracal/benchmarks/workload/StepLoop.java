package org.caracal.benchmarks.workload;

import java.nio.file.Path;
import java.util.Arrays;

/**
 * The process of a system: it steps until it is ended and prints {@code first} after the first
 * step, then {@code steps N} about ten times a second. For latency it times calls, and after so
 * many prints {@code latency P50 P99} in nanoseconds.
 */
public final class StepLoop {
  private static final long NANOS_BETWEEN_LINES = 100_000_000;

  private StepLoop() {}

  /** One step on a batch of the data; the loss, or any element of the prediction. */
  @FunctionalInterface
  public interface Step {
    /** Does it. */
    double run(int batch);
  }

  /** Builds the model. */
  @FunctionalInterface
  public interface Builder {
    /** With the data loaded. */
    Step build(Workload workload, WorkloadData data, int threads);
  }

  /**
   * Runs a workload.
   *
   * @param arguments workload, number of threads, folder of the data and number of calls (for
   *     latency)
   */
  public static void run(String[] arguments, Builder builder) {
    var workload = Workload.of(arguments[0]);
    var data = new WorkloadData(workload, Path.of(arguments[2]));
    var step = builder.build(workload, data, Integer.parseInt(arguments[1]));
    check(step.run(0));
    System.out.println("first");
    if (workload.isLatency()) {
      printLatencies(step, workload.batches(), Integer.parseInt(arguments[3]));
    } else {
      printSteps(step, workload.batches());
    }
  }

  private static void printSteps(Step step, int batches) {
    var next = System.nanoTime() + NANOS_BETWEEN_LINES;
    for (var steps = 1L; ; steps++) {
      var value = step.run((int) (steps % batches));
      var now = System.nanoTime();
      if (now >= next) {
        check(value);
        System.out.println("steps " + (steps + 1));
        next = now + NANOS_BETWEEN_LINES;
      }
    }
  }

  private static void printLatencies(Step step, int batches, int calls) {
    var nanos = new long[calls];
    while (true) {
      for (var i = 0; i < calls; i++) {
        var start = System.nanoTime();
        var value = step.run(i % batches);
        nanos[i] = System.nanoTime() - start;
        check(value);
      }
      Arrays.sort(nanos);
      System.out.println("latency " + nanos[calls / 2] + " " + nanos[calls * 99 / 100]);
    }
  }

  /** A model that has gone astray may well be faster. */
  private static void check(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalStateException("not finite: " + value);
    }
  }
}
