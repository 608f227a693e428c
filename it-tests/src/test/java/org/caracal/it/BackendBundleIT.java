package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.event.Properties;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.osgi.framework.Bundle;

/** The bundle of the backend that computes is stopped and updated while a run trains. */
class BackendBundleIT {
  @TempDir Path folder;

  static Stream<String> backends() {
    return Stream.concat(Stream.of("twin"), Bundles.otherBackends());
  }

  @ParameterizedTest
  @MethodSource("backends")
  void stoppedInTheMiddleOfAStepByAnotherThread(String backend) throws InterruptedException {
    try (var container = Bundles.withBackend(backend, 1000, folder)) {
      var middle = new CountDownLatch(20);
      container.register(LayerListener.class, Listeners.backward(middle::countDown), Map.of());
      var steps = RecordedEvents.ofSteps(container);
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      middle.await();
      assertEquals(backend, run.backend().name());
      container.stop(Bundles.backend(container, backend));
      assertGoesOn(run, steps);
    }
  }

  /** The thread that trains waits for nobody but itself. */
  @ParameterizedTest
  @MethodSource("backends")
  void stoppedInTheMiddleOfAStepByTheThreadThatTrains(String backend) {
    try (var container = Bundles.withBackend(backend, 1000, folder)) {
      var bundle = Bundles.backend(container, backend);
      var stopped = new AtomicBoolean();
      container.register(
          LayerListener.class,
          new LayerListener() {
            @Override
            public void backward(LayerEvent event) {
              if (event.step() == 7 && stopped.compareAndSet(false, true)) {
                container.stop(bundle);
              }
            }
          },
          Map.of());
      var steps = RecordedEvents.ofSteps(container);
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      Container.await("the stop", stopped::get);
      assertGoesOn(run, steps);
    }
  }

  @ParameterizedTest
  @MethodSource("backends")
  void fiftyUpdatesLeaveNothingBehind(String backend) {
    try (var container = Bundles.withBackend(backend, 1000, folder)) {
      var steps = RecordedEvents.ofSteps(container);
      var run = Jobs.start(container, Jobs.endless(container), Jobs.on("auto"));
      var bundle = Bundles.backend(container, backend);
      var loaders = new ClassLoaders();
      update(container, bundle, run, 5, loaders);
      var threads = ManagementFactory.getThreadMXBean().getThreadCount();
      update(container, bundle, run, 50, loaders);
      loaders.awaitAtMost(1);
      var after = ManagementFactory.getThreadMXBean().getThreadCount();
      assertTrue(after <= threads + 2, threads + " threads have become " + after);
      assertEquals(backend, run.backend().name());
      Jobs.stop(run);
      assertNoGap(steps);
    }
  }

  private static void update(
      Container container, Bundle bundle, Run run, int times, ClassLoaders loaders) {
    for (var i = 0; i < times; i++) {
      container.update(bundle, Path.of(java.net.URI.create(bundle.getLocation())));
      container.refresh(bundle);
      loaders.add(bundle);
      var step = run.step();
      Container.await("a step after an update", () -> run.step() > step + 1);
    }
  }

  private static void assertGoesOn(Run run, RecordedEvents steps) {
    Container.await("the other backend", () -> run.backend().name().equals("java"));
    var step = run.step();
    Container.await("more steps", () -> run.step() > step + 20);
    Jobs.stop(run);
    assertNoGap(steps);
  }

  private static void assertNoGap(RecordedEvents steps) {
    assertEquals(
        LongStream.rangeClosed(1, steps.all().size()).boxed().toList(),
        steps.values(Long.class, Properties.STEP));
  }
}
