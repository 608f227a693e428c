package org.caracal.launcher;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.ToIntFunction;
import org.apache.felix.framework.FrameworkFactory;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A running Felix with the distribution's bundles. The command line is a service {@code
 * ToIntFunction<String[]>} with the property {@code caracal.command=main}: it takes the arguments
 * and returns the exit code.
 */
final class FelixContainer implements AutoCloseable {
  private static final String COMMAND_FILTER =
      "(&(objectClass=java.util.function.ToIntFunction)(caracal.command=main))";
  private static final String COMPONENTS = "org.apache.felix.scr";
  private static final long SECONDS_TO_APPEAR = 20;
  private static final long SECONDS_TO_STOP = 20;

  private final Framework framework;

  FelixContainer(Distribution distribution, BundleCache cache) throws InterruptedException {
    framework = new FrameworkFactory().newFramework(properties(distribution, cache));
    try {
      framework.start();
      start(install(distribution.bundles()));
    } catch (BundleException e) {
      throw new LaunchException("the framework does not start: " + e.getMessage(), e);
    }
  }

  private static Map<String, String> properties(Distribution distribution, BundleCache cache) {
    var properties = new HashMap<String, String>();
    properties.put(Constants.FRAMEWORK_STORAGE, cache.folder().toString());
    properties.put("felix.cache.locking", "false"); // the cache has a lock of its own
    properties.put("ds.cache.metadata", "true"); // for images of the cache
    properties.put("felix.resolver.parallelism", "1"); // handing work over takes longer than it
    // on the sender's thread and without a limit that would deny slow handlers for good
    properties.put("org.apache.felix.eventadmin.Timeout", "0");
    properties.put("felix.log.level", "1");
    properties.put("caracal.home", distribution.home().toString());
    // for the shell and the watch over drop-in bundles, which commands add when they need them
    properties.put("gosh.home", distribution.home().toString());
    properties.put("felix.fileinstall.dir", distribution.plugins().toString());
    properties.put("felix.fileinstall.poll", "500");
    properties.put("felix.fileinstall.noInitialDelay", "true");
    properties.put("felix.fileinstall.log.level", "1");
    return properties;
  }

  /** In the order of the files. */
  private Map<Path, Bundle> install(List<Path> files) throws BundleException {
    var bundles = new LinkedHashMap<Path, Bundle>();
    for (var file : files) {
      // read where it lies: nothing is copied; does nothing if the cache has it already
      var bundle = framework.getBundleContext().installBundle("reference:" + file.toUri());
      bundles.put(file, bundle);
    }
    // all at once, which takes half the time of one after the other
    framework.adapt(FrameworkWiring.class).resolveBundles(bundles.values());
    bundles.values().removeIf(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null);
    return bundles;
  }

  /** One after the other, but while native libraries are loaded the others go on. */
  private static void start(Map<Path, Bundle> bundles) throws InterruptedException {
    var threads = new ArrayList<Thread>();
    bundles.forEach(
        (file, bundle) -> {
          if (Distribution.loadsLibraries(file)) {
            var thread = new Thread(() -> startOrExplain(bundle), "caracal-start");
            thread.start();
            threads.add(thread);
          } else {
            startOrExplain(bundle);
          }
        });
    for (var thread : threads) {
      thread.join();
    }
  }

  /** A bundle that does not start is not the end: the doctor tells why. */
  private static void startOrExplain(Bundle bundle) {
    try {
      bundle.start(Bundle.START_TRANSIENT); // the cache is deleted, so no use in a note there
    } catch (BundleException e) {
      System.err.println(
          "caracal: bundle " + bundle.getSymbolicName() + " does not start: " + e.getMessage());
    }
  }

  /** Waits for the command line. */
  @SuppressWarnings("unchecked") // the filter names the contract
  ToIntFunction<String[]> command() throws InterruptedException {
    var context = framework.getBundleContext();
    var arrived = new CountDownLatch(1);
    ServiceReference<?>[] present;
    try {
      context.addServiceListener(event -> arrived.countDown(), COMMAND_FILTER);
      present = context.getServiceReferences((String) null, COMMAND_FILTER);
      if (present == null && arrived.await(SECONDS_TO_APPEAR, TimeUnit.SECONDS)) {
        present = context.getServiceReferences((String) null, COMMAND_FILTER);
      }
    } catch (InvalidSyntaxException e) {
      throw new IllegalStateException(e);
    }
    if (present == null) {
      throw new LaunchException(
          "the command line did not appear; bundles that are not active:" + inactive());
    }
    return (ToIntFunction<String[]>) context.getService(present[0]);
  }

  /** What Declarative Services have read from descriptors, they write down when they stop. */
  void stopComponents() throws BundleException {
    for (var bundle : framework.getBundleContext().getBundles()) {
      if (COMPONENTS.equals(bundle.getSymbolicName())) {
        bundle.stop(Bundle.STOP_TRANSIENT);
      }
    }
  }

  private String inactive() {
    var lines = new StringBuilder();
    Arrays.stream(framework.getBundleContext().getBundles())
        .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
        .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
        .forEach(
            bundle ->
                lines
                    .append("\n  ")
                    .append(bundle.getSymbolicName())
                    .append(": ")
                    .append(reason(bundle)));
    return lines.isEmpty() ? " none" : lines.toString();
  }

  private static String reason(Bundle bundle) {
    try {
      bundle.start();
      return "started only now";
    } catch (BundleException e) {
      return e.getMessage();
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(TimeUnit.SECONDS.toMillis(SECONDS_TO_STOP));
    } catch (BundleException e) {
      System.err.println("caracal: the framework does not stop: " + e.getMessage());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
