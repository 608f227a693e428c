package org.caracal.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Dictionary;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * A running OSGi framework with bundles in it. The packages of the classes named to {@link
 * Builder#share} are those of the test, so services have the test's types. Used by one thread;
 * close it, and nothing of it is left.
 */
public final class Container implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final Framework framework;
  private final Path storage;

  private Container(Framework framework, Path storage) {
    this.framework = framework;
    this.storage = storage;
  }

  /**
   * Starts to describe a container of the framework in a jar file, which gets a class loader of its
   * own.
   */
  public static Builder of(Path frameworkJar) {
    try {
      var urls = new URL[] {frameworkJar.toUri().toURL()};
      // open for as long as the framework's threads may load classes: the collector closes it
      var loader = new URLClassLoader(urls, Container.class.getClassLoader());
      return new Builder(
          ServiceLoader.load(FrameworkFactory.class, loader)
              .findFirst()
              .orElseThrow(
                  () -> new IllegalArgumentException(frameworkJar + " holds no OSGi framework")));
    } catch (MalformedURLException e) {
      throw new IllegalArgumentException(e);
    }
  }

  /** Describes a container. */
  public static final class Builder {
    private final FrameworkFactory factory;
    private final Map<String, String> properties = new HashMap<>();
    private final List<String> packages = new ArrayList<>();
    private final List<Path> bundles = new ArrayList<>();

    private Builder(FrameworkFactory factory) {
      this.factory = factory;
      // on the thread of the sender, without a time limit that would deny slow handlers for good
      properties.put("org.apache.felix.eventadmin.Timeout", "0");
    }

    /** Sets a framework property. */
    public Builder property(String name, String value) {
      properties.put(name, value);
      return this;
    }

    /** Shares the packages that are exported by the bundles from which these classes come. */
    public Builder share(Class<?>... members) {
      Arrays.stream(members).map(SharedPackages::exportsOf).forEach(packages::add);
      return this;
    }

    /** Adds all bundles of a folder. */
    public Builder bundles(Path folder) {
      try (var files = Files.list(folder)) {
        files.filter(file -> file.toString().endsWith(".jar")).sorted().forEach(bundles::add);
        return this;
      } catch (IOException e) {
        throw new UncheckedIOException("no folder of bundles: " + folder, e);
      }
    }

    /** Leaves out bundles whose file name starts so. */
    public Builder without(String prefix) {
      bundles.removeIf(bundle -> bundle.getFileName().toString().startsWith(prefix));
      return this;
    }

    /** Boots the framework, installs and starts the bundles. */
    public Container start() {
      try {
        var storage = Files.createTempDirectory("container");
        properties.put(Constants.FRAMEWORK_STORAGE, storage.toString());
        properties.put(
            Constants.FRAMEWORK_STORAGE_CLEAN, Constants.FRAMEWORK_STORAGE_CLEAN_ONFIRSTINIT);
        properties.put(Constants.FRAMEWORK_SYSTEMPACKAGES_EXTRA, String.join(",", packages));
        var container = new Container(factory.newFramework(properties), storage);
        container.framework.start();
        container.startAll(bundles);
        return container;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (BundleException e) {
        throw new IllegalStateException("the framework does not start", e);
      }
    }
  }

  private void startAll(List<Path> files) {
    var installed = files.stream().map(this::install).toList();
    for (var bundle : installed) {
      if (!isFragment(bundle)) {
        start(bundle);
      }
    }
  }

  private static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
  }

  /** The context of the system bundle. */
  public BundleContext context() {
    return framework.getBundleContext();
  }

  /** Installs a bundle. */
  public Bundle install(Path file) {
    try {
      return context().installBundle(file.toUri().toString());
    } catch (BundleException e) {
      throw new IllegalStateException("cannot install " + file + ": " + e.getMessage(), e);
    }
  }

  /** Starts a bundle. */
  public void start(Bundle bundle) {
    try {
      bundle.start();
    } catch (BundleException e) {
      throw new IllegalStateException("cannot start " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** Stops a bundle. */
  public void stop(Bundle bundle) {
    try {
      bundle.stop();
    } catch (BundleException e) {
      throw new IllegalStateException("cannot stop " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** Updates a bundle from a file. */
  public void update(Bundle bundle, Path file) {
    try (var stream = Files.newInputStream(file)) {
      bundle.update(stream);
    } catch (IOException | BundleException e) {
      throw new IllegalStateException("cannot update " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** Uninstalls a bundle. */
  public void uninstall(Bundle bundle) {
    try {
      bundle.uninstall();
    } catch (BundleException e) {
      throw new IllegalStateException("cannot uninstall " + bundle + ": " + e.getMessage(), e);
    }
  }

  /** Refreshes bundles, all that need it if none is given, and waits until that is done. */
  public void refresh(Bundle... bundles) {
    var done = new CompletableFuture<FrameworkEvent>();
    framework
        .adapt(FrameworkWiring.class)
        .refreshBundles(bundles.length == 0 ? null : List.of(bundles), done::complete);
    await("the refresh", done);
  }

  /** The installed bundle of that symbolic name. */
  public Bundle bundle(String symbolicName) {
    return Arrays.stream(context().getBundles())
        .filter(bundle -> symbolicName.equals(bundle.getSymbolicName()))
        .findFirst()
        .orElseThrow(
            () -> new IllegalStateException("no bundle " + symbolicName + " among " + states()));
  }

  /** Symbolic names and states of all bundles, for messages. */
  public List<String> states() {
    return Arrays.stream(context().getBundles())
        .map(
            bundle ->
                bundle.getSymbolicName()
                    + " "
                    + bundle.getVersion()
                    + ": state "
                    + bundle.getState())
        .toList();
  }

  /** Waits for a service. */
  public <T> T service(Class<T> type) {
    return service(type, "(objectClass=*)");
  }

  /** Waits for a service that matches an LDAP filter. */
  public <T> T service(Class<T> type, String filter) {
    var found = new AtomicReference<@Nullable T>();
    await(
        "a service " + type.getName() + " " + filter,
        () -> {
          // null for a moment while the service is being made or is leaving
          references(type, filter)
              .max(Comparator.naturalOrder())
              .ifPresent(reference -> found.set(context().getService(reference)));
          return found.get() != null;
        });
    return found.get();
  }

  /**
   * The services that are assignable to a type. Not by {@code getServiceReferences}: it compares
   * every class under which a service is registered, private ones too, with what the class path of
   * the test happens to hold.
   */
  @SuppressWarnings("unchecked") // they are registered under the type's name
  private <T> Stream<ServiceReference<T>> references(Class<T> type, String filter)
      throws InvalidSyntaxException {
    var all = context().getAllServiceReferences(type.getName(), filter);
    return Stream.ofNullable(all)
        .flatMap(Arrays::stream)
        .filter(reference -> reference.isAssignableTo(context().getBundle(), type.getName()))
        .map(reference -> (ServiceReference<T>) reference);
  }

  /** Registers a service of the test. */
  public <T> ServiceRegistration<T> register(Class<T> type, T service, Map<String, ?> properties) {
    Dictionary<String, Object> dictionary = new Hashtable<>(properties);
    return context().registerService(type, service, dictionary);
  }

  /** Waits until a condition holds. */
  public static void await(String what, Callable<Boolean> condition) {
    var end = System.nanoTime() + PATIENCE.toNanos();
    try {
      while (!condition.call()) {
        if (System.nanoTime() > end) {
          throw new AssertionError("waited " + PATIENCE.toSeconds() + " s in vain for " + what);
        }
        Thread.sleep(2);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
  }

  private static <T> T await(String what, CompletableFuture<T> future) {
    try {
      return future.get(PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    } catch (ExecutionException | TimeoutException e) {
      throw new AssertionError("waited in vain for " + what, e);
    }
  }

  @Override
  public void close() {
    try {
      framework.stop();
      framework.waitForStop(PATIENCE.toMillis());
      deleteTree(storage);
    } catch (BundleException | IOException e) {
      throw new IllegalStateException("the framework does not stop", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  private static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path folder, IOException e) throws IOException {
            Files.delete(folder);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
