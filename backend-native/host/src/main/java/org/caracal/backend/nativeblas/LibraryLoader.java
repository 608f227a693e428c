package org.caracal.backend.nativeblas;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Loader;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Loads libraries into this class loader and initializes the classes of JavaCPP that use them,
 * while JavaCPP believes that it need not load anything.
 */
final class LibraryLoader {
  /** Interned, so one object for all copies of this class: the properties are the JVM's. */
  private static final Object JVM_LOCK = "org.caracal.backend.nativeblas.LibraryLoader".intern();

  private static final Map<String, String> PROPERTIES =
      Map.of(
          // a thread that waits for garbage would keep this class loader alive
          "org.bytedeco.javacpp.nopointergc", "true",
          "org.bytedeco.javacpp.loadlibraries", "false");

  /** Classes whose initializers would try to load libraries later. */
  private static final List<Class<?>> INITIALIZED =
      List.of(
          Loader.class,
          Loader.Helper.class,
          Pointer.class,
          BytePointer.class,
          FloatPointer.class,
          DoublePointer.class,
          org.bytedeco.javacpp.presets.javacpp.class,
          org.bytedeco.openblas.presets.openblas_nolapack.class,
          org.bytedeco.openblas.presets.openblas_nolapack.SetNumThreads.class,
          openblas_nolapack.class);

  private LibraryLoader() {}

  /**
   * Loads libraries in the order given and sets OpenBLAS to one thread.
   *
   * @throws UnsatisfiedLinkError if the system refuses one
   */
  static void load(List<Path> libraries) {
    synchronized (JVM_LOCK) {
      var before = new LinkedHashMap<String, String>();
      PROPERTIES.forEach((key, value) -> before.put(key, System.setProperty(key, value)));
      try {
        for (var library : libraries) {
          System.load(library.toString());
        }
        for (var type : INITIALIZED) {
          Class.forName(type.getName(), true, type.getClassLoader());
        }
        useOneThread(libraries);
      } catch (ClassNotFoundException e) {
        throw new IllegalStateException(e); // it is at hand
      } finally {
        before.forEach(LibraryLoader::restore);
      }
    }
  }

  /**
   * Sets OpenBLAS to one thread, because its own threads spin after a call and slow down ours.
   *
   * <p>Not by JavaCPP's {@code blas_set_num_threads}: it looks for functions of other libraries
   * too, and to look for one that is not global JavaCPP walks all libraries and opens each of them
   * during the walk. That takes two locks of the system's loader in the order opposite to
   * unloading, and stops the virtual machine for good if the collector has just given up another
   * class loader.
   */
  private static void useOneThread(List<Path> libraries) {
    for (var library : libraries) {
      if (library.getFileName().toString().startsWith("libopenblas")) {
        Loader.loadGlobal(library.toString());
      }
    }
    var function = Loader.addressof("openblas_set_num_threads");
    try (var setter = new openblas_nolapack.SetNumThreads() {}) {
      setter.put(function).call(1);
    }
  }

  private static void restore(String key, String value) {
    if (value == null) {
      System.clearProperty(key);
    } else {
      System.setProperty(key, value);
    }
  }
}
