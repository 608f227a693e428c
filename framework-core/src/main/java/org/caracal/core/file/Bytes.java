package org.caracal.core.file;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import org.caracal.DataException;

/** Whole files in memory. */
public final class Bytes {
  private Bytes() {}

  /**
   * The bytes of a file, unpacked if it is packed by gzip, whatever its name.
   *
   * @throws DataException if it is missing, unreadable, truncated or too large
   */
  public static byte[] read(Path file) {
    try (var raw = Files.newInputStream(file);
        var stream = isPacked(file) ? new GZIPInputStream(raw, 1 << 16) : raw) {
      return stream.readAllBytes();
    } catch (NoSuchFileException e) {
      throw new DataException(
          "no file " + file.toAbsolutePath() + "; --data-dir tells where relative paths start", e);
    } catch (IOException e) {
      throw new DataException(
          "file " + file + " cannot be read: " + Reason.of(e) + "; is it complete?", e);
    } catch (OutOfMemoryError e) {
      throw new DataException(
          "file " + file + " does not fit into memory; give the JVM more by -Xmx", e);
    }
  }

  private static boolean isPacked(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.read() == 0x1F && stream.read() == 0x8B;
    }
  }
}
