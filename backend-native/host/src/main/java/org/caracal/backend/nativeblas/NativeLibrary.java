package org.caracal.backend.nativeblas;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * A library that the fragment for this platform carries.
 *
 * @param shared whether all class loaders of a process use one copy; JNI libraries cannot
 * @param name file name, in the fragment and on disk
 * @param bytes length of the file
 * @param sha256 SHA-256 of the file in lower case
 */
record NativeLibrary(boolean shared, String name, long bytes, String sha256) {
  /** The folder in the fragment. */
  static final String FOLDER = "native/";

  private static final String INDEX = FOLDER + "libraries";

  /** The libraries in the order in which to load them; none if no fragment is attached. */
  static List<NativeLibrary> of(ClassLoader loader) throws IOException {
    var index = loader.getResource(INDEX);
    if (index == null) {
      return List.of();
    }
    try (var reader =
        new BufferedReader(new InputStreamReader(index.openStream(), StandardCharsets.UTF_8))) {
      return reader
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(NativeLibrary::parse)
          .toList();
    }
  }

  private static NativeLibrary parse(String line) {
    var fields = line.split(" ", -1);
    return new NativeLibrary(
        fields[0].equals("shared"), fields[1], Long.parseLong(fields[2]), fields[3]);
  }
}
