package org.caracal.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/**
 * The folder that holds a distribution, with the bundles of every command in {@code bundles/}.
 *
 * @param home the folder
 */
record Distribution(Path home) {
  private static final List<String> LISTENERS =
      List.of("org.apache.felix.eventadmin", "org.apache.felix.log");

  /**
   * The bundles that every command needs, in the order in which they start: by name, but Event
   * Admin and the log last, so that they are not told of each step of the start. They are stopped
   * first.
   */
  List<Path> bundles() {
    var folder = home.resolve("bundles");
    try (var files = Files.list(folder)) {
      var jars =
          files
              .filter(file -> file.toString().endsWith(".jar"))
              .sorted(Comparator.comparing(Distribution::listens).thenComparing(file -> file))
              .toList();
      if (!jars.isEmpty()) {
        return jars;
      }
    } catch (IOException e) {
      // told below
    }
    throw new LaunchException(
        "no bundles in " + folder + "; build or unpack the distribution again");
  }

  private static boolean listens(Path file) {
    return LISTENERS.stream().anyMatch(file.getFileName().toString()::startsWith);
  }

  /** Whether the bundle in a file loads native libraries when it starts, which takes long. */
  static boolean loadsLibraries(Path file) {
    return file.getFileName().toString().startsWith("caracal-backend-native");
  }

  /** Where bundles can be dropped that every command is to find. */
  Path plugins() {
    return home.resolve("plugins");
  }
}
