package org.caracal.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.jar.JarFile;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.BundleException;
import org.osgi.framework.BundleListener;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * Folders of drop-in bundles, watched by Felix FileInstall: {@code plugins/} of the distribution,
 * and the one that {@code --plugins} names.
 */
final class PluginFolder {
  private static final long SECONDS_TO_START = 10;

  private PluginFolder() {}

  /**
   * Has the folders watched, if there is anything to watch, and waits until the bundles that lie in
   * them now are active.
   */
  static void watch(BundleContext context, Optional<Path> named) {
    var files = new ArrayList<Path>();
    if (Files.isDirectory(ofDistribution(context))) {
      files.addAll(bundles(ofDistribution(context)));
    }
    var folder = named.map(path -> path.toAbsolutePath().normalize());
    if (folder.isPresent()) {
      files.addAll(bundles(folder.get()));
    }
    if (!files.isEmpty() || folder.isPresent()) {
      var started = ConcurrentHashMap.<Bundle>newKeySet();
      // heard after Declarative Services have heard it, which have registered the plugins then; the
      // state of a bundle tells too early
      BundleListener listener =
          event -> {
            if (event.getType() == BundleEvent.STARTED) {
              started.add(event.getBundle());
            }
          };
      context.addBundleListener(listener);
      try {
        AddOn.start(context, "watch");
        folder.ifPresent(path -> configure(context, path));
        await(context, files, started);
      } finally {
        context.removeBundleListener(listener);
      }
    }
  }

  /** The folder that is watched wherever bundles are watched at all. */
  static Path ofDistribution(BundleContext context) {
    return Path.of(context.getProperty("felix.fileinstall.dir"));
  }

  /** The jars of a folder that are bundles. */
  private static List<Path> bundles(Path folder) {
    if (!Files.isDirectory(folder)) {
      throw new SpecException(
          "--plugins: there is no folder " + folder + "; name one that holds bundles (*.jar)");
    }
    try (var files = Files.list(folder)) {
      return files
          .filter(file -> file.toString().endsWith(".jar"))
          .filter(PluginFolder::isBundle)
          .toList();
    } catch (IOException e) {
      throw new SpecException("--plugins: cannot read the folder " + folder, e);
    }
  }

  private static boolean isBundle(Path file) {
    try (var jar = new JarFile(file.toFile())) {
      var manifest = jar.getManifest();
      return manifest != null
          && manifest.getMainAttributes().getValue(Constants.BUNDLE_SYMBOLICNAME) != null;
    } catch (IOException e) {
      System.err.println("caracal: " + file + " is passed over: " + e.getMessage());
      return false;
    }
  }

  private static void configure(BundleContext context, Path folder) {
    var reference = context.getServiceReference(ConfigurationAdmin.class);
    try {
      var configuration =
          context
              .getService(reference)
              .getFactoryConfiguration("org.apache.felix.fileinstall", "plugins", "?");
      var properties = new HashMap<String, Object>();
      for (var key : List.of("poll", "noInitialDelay", "log.level")) {
        var name = "felix.fileinstall." + key;
        properties.put(name, context.getProperty(name));
      }
      properties.put("felix.fileinstall.dir", folder.toString());
      configuration.update(FrameworkUtil.asDictionary(properties));
    } catch (IOException e) {
      throw new PluginException("--plugins: the folder cannot be watched: " + e.getMessage(), e);
    }
  }

  private static void await(BundleContext context, List<Path> files, Set<Bundle> started) {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
    while (!files.stream().allMatch(file -> isReady(context, file, started))) {
      if (System.nanoTime() > end) {
        throw new PluginException(describe(context, files, started));
      }
      pause();
    }
  }

  private static boolean isReady(BundleContext context, Path file, Set<Bundle> started) {
    return find(context, file)
        .filter(
            bundle ->
                started.contains(bundle)
                    || (bundle.getState() == Bundle.RESOLVED && Doctor.isFragment(bundle)))
        .isPresent();
  }

  private static Optional<Bundle> find(BundleContext context, Path file) {
    var path = file.toUri().getRawPath();
    return Arrays.stream(context.getBundles())
        .filter(bundle -> bundle.getLocation().endsWith(path))
        .findFirst();
  }

  private static String describe(BundleContext context, List<Path> files, Set<Bundle> started) {
    var lines = new StringBuilder("these bundles did not start within " + SECONDS_TO_START + " s:");
    for (var file : files) {
      if (!isReady(context, file, started)) {
        var reason =
            find(context, file).map(PluginFolder::reason).orElse("it could not be installed");
        lines.append("\n  ").append(file).append(": ").append(reason);
      }
    }
    return lines + "\ninstall what they need into the same folder, or take them out of it";
  }

  private static String reason(Bundle bundle) {
    try {
      bundle.start();
      return "it starts only now";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private static void pause() {
    try {
      Thread.sleep(20);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new PluginException("interrupted while plugins start", e);
    }
  }
}
