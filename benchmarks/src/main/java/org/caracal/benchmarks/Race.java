package org.caracal.benchmarks;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Measures contenders side by side, in rounds that alternate between them. */
final class Race {
  private static final double ROUND_NANOS = 2e6;

  /** Loops of the Vector API get all the work only once C2 has compiled them: half a second. */
  private static final double WARM_NANOS = 8e8;

  private static final double FIRST_WARM_NANOS = 3e9;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final boolean processorTime;
  private final int rounds;
  private double warmNanos = FIRST_WARM_NANOS;

  /**
   * A race of so many rounds.
   *
   * @param processorTime whether the processor time of this thread counts, not the elapsed time
   */
  Race(boolean processorTime, int rounds) {
    this.processorTime = processorTime;
    this.rounds = rounds;
  }

  /**
   * The contenders' speeds in operations a nanosecond, medians of the rounds; then the ratios of
   * each but the first to the first, medians of the ratios within a round.
   */
  double[] measure(List<Runnable> contenders, double operations) {
    var repetitions = contenders.stream().mapToInt(this::warm).toArray();
    warmNanos = WARM_NANOS;
    var speeds = new double[contenders.size()][rounds];
    for (var round = 0; round < rounds; round++) {
      for (var i = 0; i < repetitions.length; i++) {
        // a run that is not measured brings the operands into the caches
        contenders.get(i).run();
        speeds[i][round] = operations * repetitions[i] / time(contenders.get(i), repetitions[i]);
      }
    }
    var ratios =
        Arrays.stream(speeds)
            .skip(1)
            .map(speed -> IntStream.range(0, rounds).mapToDouble(i -> speed[i] / speeds[0][i]));
    return Stream.concat(Arrays.stream(speeds).map(Arrays::stream), ratios)
        .mapToDouble(values -> values.sorted().toArray()[rounds / 2])
        .toArray();
  }

  /**
   * Runs it until the compiler is done; how many runs fill a round. Elapsed time tells that, since
   * processor time may seem to stand still for one short run.
   */
  int warm(Runnable contender) {
    var start = System.nanoTime();
    var best = Double.POSITIVE_INFINITY;
    for (var i = 0; i < 3 || System.nanoTime() - start < warmNanos; i++) {
      var before = System.nanoTime();
      contender.run();
      best = Math.min(best, Math.max(1, System.nanoTime() - before));
    }
    return (int) Math.max(1, Math.ceil(ROUND_NANOS / best));
  }

  private double time(Runnable contender, int repetitions) {
    var start = clock();
    for (var i = 0; i < repetitions; i++) {
      contender.run();
    }
    return Math.max(1, clock() - start);
  }

  private long clock() {
    return processorTime ? THREADS.getCurrentThreadCpuTime() : System.nanoTime();
  }
}
