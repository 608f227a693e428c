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
  private static final Comparator<Path> LOG_FIRST =
      Comparator.<Path, Boolean>comparing(
              file -> !file.getFileName().toString().startsWith("org.apache.felix.log"))
          .thenComparing(Comparator.naturalOrder());

  /**
   * The bundles that every command needs, in order of their names but for the log: it starts first
   * and is stopped last, to hear all.
   */
  List<Path> bundles() {
    var folder = home.resolve("bundles");
    try (var files = Files.list(folder)) {
      var jars = files.filter(file -> file.toString().endsWith(".jar")).sorted(LOG_FIRST).toList();
      if (!jars.isEmpty()) {
        return jars;
      }
    } catch (IOException e) {
      // told below
    }
    throw new LaunchException(
        "no bundles in " + folder + "; build or unpack the distribution again");
  }

  /** Where bundles can be dropped that every command is to find. */
  Path plugins() {
    return home.resolve("plugins");
  }
}
