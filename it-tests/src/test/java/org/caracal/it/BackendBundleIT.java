package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.caracal.event.LayerEvent;
import org.caracal.event.LayerListener;
import org.caracal.testing.Container;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;

class BackendBundleIT {
  private static final String NATIVE = "org.caracal.backend.nativeblas";

  @Test
  void stopInTheMiddleOfAStep() throws InterruptedException {
    try (var container = Bundles.felix().start()) {
      var middle = new CountDownLatch(50);
      container.register(
          LayerListener.class,
          new LayerListener() {
            @Override
            public void backward(LayerEvent event) {
              middle.countDown();
            }
          },
          Map.of());
      var run = endless(container);
      middle.await();
      container.stop(container.bundle(NATIVE));
      Container.await("the other backend", () -> run.backend().name().equals("java"));
      var step = run.step();
      Container.await("more steps", () -> run.step() > step + 20);
      run.stop();
      Jobs.finish(run);
    }
  }

  @Test
  void fiftyUpdatesWhileTraining() {
    try (var container = Bundles.felix().start()) {
      var run = endless(container);
      var bundle = container.bundle(NATIVE);
      update(container, run, 5);
      var threads = ManagementFactory.getThreadMXBean().getThreadCount();
      var loaded = loadedClasses();
      update(container, run, 50);
      var after = ManagementFactory.getThreadMXBean().getThreadCount();
      assertTrue(after <= threads + 2, threads + " threads have become " + after);
      assertTrue(
          loadedClasses() < loaded * 1.05 + 200, "classes: " + loaded + " -> " + loadedClasses());
      Container.await("the updated backend", () -> run.backend().name().equals("native"));
      run.stop();
      Jobs.finish(run);
      assertEquals(bundle, container.bundle(NATIVE));
    }
  }

  private static void update(Container container, Run run, int times) {
    var bundle = container.bundle(NATIVE);
    for (var i = 0; i < times; i++) {
      container.update(bundle, Path.of(java.net.URI.create(bundle.getLocation())));
      container.refresh(bundle);
      var step = run.step();
      Container.await("a step after update " + i, () -> run.step() > step || run.state().isEnd());
      assertTrue(!run.state().isEnd(), () -> run.result().toString());
    }
  }

  private static long loadedClasses() {
    for (var i = 0; i < 5; i++) {
      System.gc();
    }
    return ManagementFactory.getClassLoadingMXBean().getLoadedClassCount();
  }

  private static Run endless(Container container) {
    var run =
        Jobs.start(
            container,
            Jobs.digits(container, Map.of("training.epochs", "100000")),
            Jobs.on("auto"));
    Container.await("the first steps", () -> run.step() > 5);
    return run;
  }
}
