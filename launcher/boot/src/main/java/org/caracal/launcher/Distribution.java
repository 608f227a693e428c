package org.caracal.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder that holds a distribution, with the bundles of every command in {@code bundles/}.
 *
 * @param home the folder
 */
record Distribution(Path home) {
  /** The bundles that every command needs, in order of their names. */
  List<Path> bundles() {
    var folder = home.resolve("bundles");
    try (var files = Files.list(folder)) {
      var jars = files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
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
