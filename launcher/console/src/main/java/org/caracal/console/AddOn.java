package org.caracal.console;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Objects;
import org.caracal.PluginException;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;

/** Bundles of the distribution that only some commands need: a folder in {@code bundles/}. */
final class AddOn {
  private AddOn() {}

  /** Installs and starts the bundles of a folder; those that are there already stay. */
  static void start(BundleContext context, String name) {
    var home = Objects.requireNonNull(context.getProperty("caracal.home"), "caracal.home");
    var folder = Path.of(home, "bundles", name);
    try (var files = Files.list(folder)) {
      var bundles = new ArrayList<Bundle>();
      for (var file : files.filter(file -> file.toString().endsWith(".jar")).sorted().toList()) {
        bundles.add(context.installBundle("reference:" + file.toUri()));
      }
      for (var bundle : bundles) {
        bundle.start();
      }
    } catch (IOException | BundleException e) {
      throw new PluginException(
          "the bundles in "
              + folder
              + " do not start: "
              + e.getMessage()
              + "; build or unpack the distribution again",
          e);
    }
  }
}
