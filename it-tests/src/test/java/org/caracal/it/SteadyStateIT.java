package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.caracal.it.faulty.FaultySource;
import org.caracal.testing.BundleFile;
import org.caracal.testing.Container;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once all is compiled, ten thousand steps allocate nothing, on no thread of the training, and the
 * heap stays flat.
 */
class SteadyStateIT {
  private static final int STEPS = 10_000;
  private static final int MOST_TRIES = 20;

  @TempDir Path folder;

  static List<String> backends() {
    return Bundles.backends();
  }

  @ParameterizedTest
  @MethodSource("backends")
  void stepsAllocateNothing(String backend) {
    try (var container = Bundles.felix().start()) {
      Bundles.add(
          container, BundleFile.named("com.example.faulty").with(FaultySource.class).in(folder));
      var run = Jobs.start(container, job(container), Jobs.on(backend));
      // until the compiler is done, and loops of vectors have been tried, a vector may be an object
      var steps = Steps.measure(run);
      for (var tries = 1; tries < MOST_TRIES && !steps.allocateNothing(); tries++) {
        steps = Steps.measure(run);
      }
      System.out.printf("%s: %s%n", backend, steps);
      assertEquals(Run.State.RUNNING, run.state());
      assertTrue(steps.allocateNothing(), steps.toString());
      assertTrue(steps.growth() < 500_000, steps.toString());
      Jobs.stop(run);
    }
  }

  /**
   * Ten thousand steps.
   *
   * @param allocated bytes allocated in each, by the name of the thread
   * @param growth bytes by which the heap grew in all of them
   */
  private record Steps(Map<String, Double> allocated, long growth) {
    static Steps measure(Run run) {
      var heap = usedHeap();
      var before = SteadyStateIT.allocated();
      var first = run.step();
      Container.await("ten thousand steps", () -> run.step() >= first + STEPS);
      var perStep = new HashMap<String, Double>();
      SteadyStateIT.allocated()
          .forEach(
              (thread, bytes) ->
                  perStep.put(
                      thread,
                      (bytes - before.getOrDefault(thread, 0L)) / (double) (run.step() - first)));
      return new Steps(perStep, usedHeap() - heap);
    }

    boolean allocateNothing() {
      return allocated.values().stream().allMatch(bytes -> bytes < 8);
    }
  }

  /** An epoch of a million examples: what happens at the end of an epoch is not meant here. */
  private static Job job(Container container) {
    return Jobs.digits(
        container,
        Map.of(
            "model.inputs", "{x: [64]}",
            "model.sequential",
                "[dense: {units: 32}, tanh, dropout: {rate: 0.1}, dense: {units: 1}]",
            "data", "{source: {faulty: {size: 1000000}}}",
            "training",
                "{epochs: 20, loss: mse, target: y, optimizer: {adam: {learningRate: 1e-3}},"
                    + " metrics: [mae]}"));
  }

  /** Bytes that the threads of Caracal have allocated so far, by name. */
  private static Map<String, Long> allocated() {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var bytes = new HashMap<String, Long>();
    Arrays.stream(threads.getThreadInfo(threads.getAllThreadIds()))
        .filter(Objects::nonNull)
        .filter(thread -> thread.getThreadName().startsWith("caracal-"))
        .forEach(
            thread ->
                bytes.merge(
                    thread.getThreadName(),
                    threads.getThreadAllocatedBytes(thread.getThreadId()),
                    Long::sum));
    return bytes;
  }

  private static long usedHeap() {
    for (var i = 0; i < 3; i++) {
      System.gc();
    }
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }
}
