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

/** Ten thousand steps allocate nothing, on no thread of the training, and the heap stays flat. */
class SteadyStateIT {
  private static final int WINDOW = 2_000;
  private static final int STEPS = 10_000;

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
      warmUp(run);
      var heap = usedHeap();
      var before = allocated();
      var first = run.step();
      Container.await("ten thousand steps", () -> run.step() >= first + STEPS);
      var perStep = new HashMap<String, Double>();
      allocated()
          .forEach(
              (thread, bytes) ->
                  perStep.put(
                      thread,
                      (bytes - before.getOrDefault(thread, 0L)) / (double) (run.step() - first)));
      var growth = usedHeap() - heap;
      System.out.printf(
          "%s: bytes allocated a step %s, heap grew by %d bytes%n", backend, perStep, growth);
      assertEquals(Run.State.RUNNING, run.state());
      perStep.forEach((thread, bytes) -> assertTrue(bytes < 8, thread + " " + bytes));
      assertTrue(growth < 500_000, growth + " bytes");
      Jobs.stop(run);
    }
  }

  /** Until the compiler is done a vector may be an object: goes on until nothing is allocated. */
  private static void warmUp(Run run) {
    Container.await(
        "steps that allocate nothing",
        () -> {
          var before = allocated();
          var first = run.step();
          Container.await("some steps", () -> run.step() >= first + WINDOW);
          return allocated().entrySet().stream()
              .allMatch(
                  thread ->
                      thread.getValue() - before.getOrDefault(thread.getKey(), 0L) < 8 * WINDOW);
        });
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
