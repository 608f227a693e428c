package org.caracal.core.file;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;
import org.caracal.DataException;
import org.caracal.array.NdArray;

/** The npz format of NumPy: a zip file of npy files. */
public final class Npz {
  private static final String SUFFIX = ".npy";

  private Npz() {}

  /**
   * Reads all arrays, by name.
   *
   * @throws DataException if the file is missing or damaged
   */
  public static Map<String, NdArray> read(Path file) {
    return decode(file.toString(), Bytes.read(file));
  }

  /** Reads a file's bytes. */
  static Map<String, NdArray> decode(String name, byte[] bytes) {
    var arrays = new TreeMap<String, NdArray>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(bytes))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        if (entry.getName().endsWith(SUFFIX)) {
          var key = entry.getName().substring(0, entry.getName().length() - SUFFIX.length());
          arrays.put(key, Npy.decode(name + "!" + entry.getName(), zip.readAllBytes()));
        }
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new DataException(name + " is truncated or damaged: " + e.getMessage(), e);
    } catch (OutOfMemoryError e) { // a few bytes may unpack to any number
      throw new DataException(name + " does not fit into memory; give the JVM more by -Xmx", e);
    }
    if (arrays.isEmpty()) {
      throw new DataException(name + " is no npz file, or holds no arrays");
    }
    return arrays;
  }
}
