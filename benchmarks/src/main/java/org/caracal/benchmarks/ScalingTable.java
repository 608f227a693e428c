package org.caracal.benchmarks;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.IntFunction;
import java.util.function.LongSupplier;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.core.event.Publishers;
import org.caracal.core.training.BenchmarkedStep;

/**
 * How the cost of a training step grows with the width and the depth of a model, the size of a
 * batch, and the length of sequences: Markdown tables of which each row has twice the size of the
 * one before. A factor of 1 in the last column means that the time has grown like the
 * floating-point operations. Steps of neighbouring sizes take turns, because the speed of a machine
 * changes while one measures, and the median of the turns' ratios is printed. One thread is
 * measured in processor time, which other processes on the machine take less from; several in
 * elapsed time.
 *
 * <p>Arguments: {@code [threads] [width|depth|batch|length]...}.
 */
public final class ScalingTable {
  private static final int SIZES = 7;
  private static final int TURNS = 21;
  private static final long TURN_NANOS = 15_000_000;
  private static final long FIRST_WARM_UP_NANOS = 6_000_000_000L;
  private static final long WARM_UP_NANOS = 1_500_000_000;

  private final JavaSession session;
  private final LongSupplier clock;

  /** Keeps the compiler from leaving steps out. */
  private double losses;

  private ScalingTable(JavaSession session, LongSupplier clock) {
    this.session = session;
    this.clock = clock;
  }

  /** Measures and prints. */
  public static void main(String[] arguments) {
    var threads = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 1;
    var all = new String[] {"width", "depth", "batch", "length"};
    var wanted = arguments.length > 1 ? Arrays.copyOfRange(arguments, 1, arguments.length) : all;
    try (var session = new JavaSession(new Execution(threads), Loops.best())) {
      var threadTimes = ManagementFactory.getThreadMXBean();
      var table =
          new ScalingTable(
              session, threads == 1 ? threadTimes::getCurrentThreadCpuTime : System::nanoTime);
      for (var what : wanted) {
        switch (what) {
          case "width" -> table.print("width", 64, width -> perceptron(64, width, 2));
          case "depth" -> table.print("depth", 1, depth -> perceptron(64, 256, depth));
          case "batch" -> table.print("batch", 8, batch -> perceptron(batch, 512, 2));
          case "length" -> table.print("length", 16, ScalingTable::transformer);
          default ->
              throw new IllegalArgumentException(what + " is none of width, depth, batch, length");
        }
      }
    }
  }

  /** Dense layers of equal widths between 256 inputs and 10 classes. */
  private static String perceptron(int batch, int width, int depth) {
    return spec(
        "{x: [256]}",
        ("    - dense: {units: " + width + "}\n    - relu\n").repeat(depth)
            + "    - dense: {units: 10}\n",
        "{examples: " + batch + ", size: 256, tokens: false}",
        batch);
  }

  /** Two blocks of width 64 with 2 heads. */
  private static String transformer(int length) {
    var block =
        """
            - residual: {layers: [layer-norm, {multi-head-attention: {heads: 2, causal: true}}]}
            - residual: {layers: [layer-norm, {dense: {units: 256}}, gelu, {dense: {units: 64}}]}
        """;
    return spec(
        "{x: {shape: [" + length + "], dtype: int32}}",
        "    - embedding: {vocabulary: 96, dimensions: 64}\n    - position-embedding\n"
            + block.repeat(2)
            + "    - layer-norm\n    - dense: {units: 96}\n",
        "{examples: 4, size: " + length + ", tokens: true}",
        4);
  }

  private static String spec(String inputs, String layers, String data, int batch) {
    return "name: scaling\nmodel:\n  inputs: "
        + inputs
        + "\n  sequential:\n"
        + layers
        + "data:\n  train: {random: "
        + data
        + "}\ntraining:\n  epochs: 1\n  batchSize: "
        + batch
        + "\n  loss: cross-entropy\n  target: label\n  optimizer: {adam: {learningRate: 1e-5}}\n";
  }

  private void print(String what, int first, IntFunction<String> spec) {
    System.out.printf(
        "%n| %s | MFLOP a step | ms a step | GFLOP/s | time by operations |%n"
            + "|--:|--:|--:|--:|--:|%n",
        what);
    try (var smallest = step(spec.apply(first))) {
      warm(smallest, FIRST_WARM_UP_NANOS);
      row(first, smallest.operations(), median(smallest), "");
    }
    for (var size = 2 * first; size <= first << (SIZES - 1); size *= 2) {
      try (var smaller = step(spec.apply(size / 2));
          var larger = step(spec.apply(size))) {
        compare(size, smaller, larger);
      }
    }
  }

  private BenchmarkedStep step(String spec) {
    return new BenchmarkedStep(
        Jobs.of("scaling", spec), Jobs.PLUGINS, session, Publishers.silent());
  }

  private void compare(int size, BenchmarkedStep smaller, BenchmarkedStep larger) {
    warm(smaller, WARM_UP_NANOS);
    warm(larger, WARM_UP_NANOS);
    var fewer = repetitions(smaller);
    var more = repetitions(larger);
    var times = new double[TURNS];
    var ratios = new double[TURNS];
    for (var turn = 0; turn < TURNS; turn++) {
      var before = time(smaller, fewer);
      times[turn] = time(larger, more);
      ratios[turn] = times[turn] / before;
    }
    Arrays.sort(times);
    Arrays.sort(ratios);
    var growth = larger.operations() / smaller.operations();
    row(
        size,
        larger.operations(),
        times[TURNS / 2],
        String.format(Locale.ROOT, "%.2f", ratios[TURNS / 2] / growth));
  }

  private static void row(int size, double operations, double nanoseconds, String factor) {
    System.out.printf(
        Locale.ROOT,
        "| %d | %.1f | %.3f | %.1f | %s |%n",
        size,
        operations / 1e6,
        nanoseconds / 1e6,
        operations / nanoseconds,
        factor);
  }

  private void warm(BenchmarkedStep step, long nanoseconds) {
    var end = System.nanoTime() + nanoseconds;
    while (System.nanoTime() < end) {
      losses += step.runWithoutEvents();
    }
  }

  private double median(BenchmarkedStep step) {
    var repetitions = repetitions(step);
    var times = new double[TURNS];
    for (var turn = 0; turn < TURNS; turn++) {
      times[turn] = time(step, repetitions);
    }
    Arrays.sort(times);
    return times[TURNS / 2];
  }

  private int repetitions(BenchmarkedStep step) {
    return (int) Math.max(1, TURN_NANOS / time(step, 1));
  }

  /** Nanoseconds of a step. */
  private double time(BenchmarkedStep step, int repetitions) {
    var start = clock.getAsLong();
    for (var i = 0; i < repetitions; i++) {
      losses += step.runWithoutEvents();
    }
    return (clock.getAsLong() - start) / (double) repetitions;
  }
}
