package org.caracal.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Hashtable;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.service.cm.ConfigurationAdmin;

/** A folder of drop-in bundles, watched by Felix FileInstall. */
final class PluginFolder {
  private static final long SECONDS_TO_START = 10;

  private PluginFolder() {}

  /** Has the folder watched, and waits until the bundles that lie in it now are active. */
  static void watch(BundleContext context, Path folder) {
    var absolute = folder.toAbsolutePath().normalize();
    if (!Files.isDirectory(absolute)) {
      throw new SpecException(
          "--plugins: no folder " + absolute + "; name a folder that holds bundles (*.jar)");
    }
    configure(context, absolute);
    var files = jars(absolute);
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_START);
    while (!files.stream().allMatch(file -> isActive(context, file))) {
      if (System.nanoTime() > end) {
        throw new PluginException(
            "--plugins: " + absolute + ": " + describeInactive(context, files));
      }
      pause();
    }
  }

  private static void configure(BundleContext context, Path folder) {
    var reference = context.getServiceReference(ConfigurationAdmin.class);
    try {
      var configuration =
          context
              .getService(reference)
              .getFactoryConfiguration("org.apache.felix.fileinstall", "plugins", "?");
      var properties = new Hashtable<String, Object>();
      properties.put("felix.fileinstall.dir", folder.toString());
      properties.put("felix.fileinstall.poll", "500");
      properties.put("felix.fileinstall.noInitialDelay", "true");
      properties.put("felix.fileinstall.tmpdir", System.getProperty("java.io.tmpdir"));
      configuration.update(properties);
    } catch (IOException e) {
      throw new PluginException("--plugins: the folder cannot be watched: " + e.getMessage(), e);
    }
  }

  private static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).toList();
    } catch (IOException e) {
      throw new SpecException("--plugins: cannot read " + folder + ": " + e.getMessage(), e);
    }
  }

  private static boolean isActive(BundleContext context, Path file) {
    return Arrays.stream(context.getBundles())
        .anyMatch(bundle -> isFrom(bundle, file) && bundle.getState() == Bundle.ACTIVE);
  }

  private static boolean isFrom(Bundle bundle, Path file) {
    return bundle.getLocation().endsWith(file.toUri().getPath());
  }

  private static String describeInactive(BundleContext context, List<Path> files) {
    var lines = new StringBuilder("these did not start within " + SECONDS_TO_START + " s:");
    for (var file : files) {
      if (!isActive(context, file)) {
        lines.append("\n  ").append(file.getFileName()).append(": ").append(reason(context, file));
      }
    }
    return lines.toString();
  }

  private static String reason(BundleContext context, Path file) {
    for (var bundle : context.getBundles()) {
      if (isFrom(bundle, file)) {
        try {
          bundle.start();
          return "started too late";
        } catch (BundleException e) {
          return e.getMessage();
        }
      }
    }
    return "not installed; is it a bundle?";
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
