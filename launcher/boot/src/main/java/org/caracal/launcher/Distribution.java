package org.caracal.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The folder that holds a distribution: {@code bundles/} for every command, {@code
 * bundles/interactive/} for the shell besides.
 *
 * @param home the folder
 */
record Distribution(Path home) {
  /** The bundles that a command needs, in order of their names. */
  List<Path> bundles(boolean interactive) {
    var folder = home.resolve("bundles");
    var files = new ArrayList<>(jars(folder));
    if (interactive) {
      files.addAll(jars(folder.resolve("interactive")));
    }
    return files;
  }

  /** Changes whenever a bundle does: names, sizes and times of all bundles. */
  String fingerprint(boolean interactive) {
    var hash = 17L;
    try {
      for (var bundle : bundles(interactive)) {
        hash = 31 * hash + bundle.toAbsolutePath().toString().hashCode();
        hash = 31 * hash + Files.size(bundle);
        hash = 31 * hash + Files.getLastModifiedTime(bundle).toMillis();
      }
    } catch (IOException e) {
      throw new LaunchException("cannot read the bundles below " + home + ": " + e, e);
    }
    return Long.toHexString(hash);
  }

  private static List<Path> jars(Path folder) {
    try (var files = Files.list(folder)) {
      return files.filter(file -> file.toString().endsWith(".jar")).sorted().toList();
    } catch (IOException e) {
      throw new LaunchException(
          "no bundles in " + folder + "; build or unpack the distribution again", e);
    }
  }
}
