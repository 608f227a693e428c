package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.ref.WeakReference;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.caracal.backend.Backend;
import org.caracal.testing.Container;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.wiring.BundleWiring;

/** The bundle with OpenBLAS: that it works in all circumstances, and what is left of it. */
class NativeBundleIT {
  private static final String HOST = "org.caracal.backend.nativeblas";
  private static final String FILTER = "(caracal.name=native)";

  @Test
  void registersABackendThatIsPreferred() throws InvalidSyntaxException {
    try (var container = Bundles.felix().start()) {
      Product.check(container.service(Backend.class, FILTER));
      var references =
          container.context().getServiceReferences(Backend.class, "(service.ranking>=1)");
      assertEquals(1, references.size());
      assertEquals(HOST, references.iterator().next().getBundle().getSymbolicName());
      assertEquals(
          1, container.context().getServiceReferences(Backend.class, "(caracal.name=java)").size());
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void nothingIsLeftOfFiftyUpdates() throws IOException {
    try (var container = Bundles.felix().start()) {
      var loaders = new ArrayList<WeakReference<ClassLoader>>();
      update(container, 5, new ArrayList<>());
      var threads = ManagementFactory.getThreadMXBean().getThreadCount();
      var natives = nativeThreads();
      update(container, 50, loaders);
      Container.await(
          "all class loaders but the last to go",
          () -> {
            System.gc();
            return loaders.stream().filter(loader -> loader.get() != null).count() <= 1;
          });
      var after = ManagementFactory.getThreadMXBean().getThreadCount();
      assertTrue(after <= threads + 2, threads + " threads have become " + after);
      assertTrue(
          nativeThreads() <= natives + 8, natives + " threads have become " + nativeThreads());
      // the collector may not have unloaded the last few yet, but not one for each update
      assertEquals(1, mapped("libopenblas_nolapack"));
      Container.await(
          "the JNI libraries to be unmapped", () -> mapped("libjniopenblas_nolapack") <= 2);
    }
  }

  private static void update(
      Container container, int times, List<WeakReference<ClassLoader>> loaders) {
    var bundle = container.bundle(HOST);
    for (var i = 0; i < times; i++) {
      container.update(bundle, Path.of(java.net.URI.create(bundle.getLocation())));
      container.refresh(bundle);
      loaders.add(new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader()));
      check(container);
    }
  }

  /** In a method of its own, and without a tracker that would keep what has gone. */
  private static void check(Container container) {
    try {
      var context = container.context();
      var reference = context.getServiceReferences(Backend.class, FILTER).iterator().next();
      Product.check(context.getService(reference));
      context.ungetService(reference);
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  /** How many different files of that name are mapped into this process. */
  private static long mapped(String name) throws IOException {
    try (var lines = Files.lines(Path.of("/proc/self/maps"))) {
      return lines
          .filter(line -> line.contains("/" + name))
          .map(line -> line.split(" +")[4])
          .distinct()
          .count();
    }
  }

  private static long nativeThreads() throws IOException {
    try (var tasks = Files.list(Path.of("/proc/self/task"))) {
      return tasks.count();
    }
  }

  @Test
  void twoFrameworksInOneProcess() {
    try (var first = Bundles.felix().start()) {
      Product.check(first.service(Backend.class, FILTER));
      try (var second = Bundles.felix().start()) {
        Product.check(second.service(Backend.class, FILTER));
        Product.check(first.service(Backend.class, FILTER));
      }
      first.refresh(first.bundle(HOST));
      check(first);
    }
  }

  @Test
  void equinoxToo() {
    try (var container = Bundles.container("org.eclipse.osgi").start()) {
      Product.check(container.service(Backend.class, FILTER));
    }
  }

  @Test
  void computesOnWhileTheBundleIsStoppedUpdatedAndUninstalled() throws InterruptedException {
    try (var container = Bundles.felix().start()) {
      var backend = container.service(Backend.class, FILTER);
      var stop = new AtomicBoolean();
      var computed = new AtomicLong();
      var failure = new AtomicReference<Throwable>();
      var started = new CountDownLatch(1);
      var thread =
          new Thread(
              () -> {
                try (var product = new Product(backend, 700)) {
                  while (!stop.get()) {
                    product.run();
                    started.countDown();
                    computed.incrementAndGet();
                  }
                } catch (Throwable e) {
                  failure.set(e);
                }
              });
      thread.start();
      started.await();
      var bundle = container.bundle(HOST);
      List<Runnable> changes =
          List.of(
              () -> container.stop(bundle),
              () -> container.start(bundle),
              () -> container.update(bundle, Path.of(java.net.URI.create(bundle.getLocation()))),
              () -> container.refresh(bundle),
              () -> container.uninstall(bundle),
              container::refresh);
      for (var change : changes) {
        change.run();
        System.gc();
        var before = computed.get();
        Container.await(
            "two more products", () -> computed.get() > before + 1 || !thread.isAlive());
      }
      stop.set(true);
      thread.join();
      assertEquals(null, failure.get());
    }
  }
}
