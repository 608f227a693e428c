package org.caracal.backend.nativeblas;

import java.nio.file.Path;
import java.util.List;

/** OpenBLAS for tests, below the folder of the build. */
final class TestLibraries {
  static final Path ROOT = Path.of("target", "libraries").toAbsolutePath();

  private TestLibraries() {}

  static OpenBlas load() {
    return OpenBlas.load(List.of(ROOT));
  }
}
