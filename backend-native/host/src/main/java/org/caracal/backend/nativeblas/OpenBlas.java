package org.caracal.backend.nativeblas;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.openblas.global.openblas_nolapack;
import org.jspecify.annotations.Nullable;

/**
 * OpenBLAS, loaded into this class loader, with one thread per call. Calls from several threads run
 * side by side.
 */
final class OpenBlas {
  private static @Nullable OpenBlas loaded; // guarded by the class

  private final boolean takesArrays;

  private OpenBlas(boolean takesArrays) {
    this.takesArrays = takesArrays;
  }

  /**
   * Loads OpenBLAS unless that is done, which takes some 50 ms.
   *
   * @param roots folders for the libraries; the first that can be written is used
   * @throws RefusedException if that is not possible here
   */
  static synchronized OpenBlas load(List<Path> roots) {
    if (loaded == null) {
      var files = install(roots);
      try {
        LibraryLoader.load(files);
      } catch (LinkageError e) {
        throw new RefusedException(
            "the system refuses a native library (" + e.getMessage() + ")",
            "what it names must be installed and fit the processor and the C library, and "
                + roots.get(0)
                + " must lie where libraries may be loaded from (no noexec mount); set the property"
                + " "
                + Activator.DIRECTORY
                + " to another folder",
            e);
      } finally {
        LibraryStore.discard(files);
      }
      loaded = new OpenBlas(ForeignCalls.available());
    }
    return loaded;
  }

  private static List<Path> install(List<Path> roots) {
    var loader = OpenBlas.class.getClassLoader();
    var failures = new ArrayList<IOException>();
    try {
      var libraries = NativeLibrary.of(loader);
      if (libraries.isEmpty()) {
        throw new RefusedException(
            "no bundle with libraries for " + Loader.getPlatform() + " is attached",
            "install org.caracal.backend.nativeblas."
                + Loader.getPlatform()
                + " before this bundle"
                + " is resolved, or refresh this bundle");
      }
      for (var root : roots) {
        try {
          return new LibraryStore(root).install(libraries, loader);
        } catch (IOException e) {
          failures.add(e);
        }
      }
    } catch (IOException e) {
      failures.add(e);
    }
    throw new RefusedException(
        "the native libraries cannot be written: " + failures,
        "make one of " + roots + " writable, or set the property " + Activator.DIRECTORY,
        failures.get(0));
  }

  /** The same library, called by JNI with copies of all operands. */
  OpenBlas copying() {
    return new OpenBlas(false);
  }

  /** Whether it can be called on arrays of the heap without copying them. */
  boolean takesArrays() {
    return takesArrays;
  }

  /** What it is, for people. */
  String description() {
    return openblas_nolapack.OPENBLAS_VERSION.strip()
        + " for large matrix products"
        + (takesArrays ? "" : " (on copies of the arrays; Java 22 and newer need none)");
  }
}
