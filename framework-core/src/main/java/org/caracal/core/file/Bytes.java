package org.caracal.core.file;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
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

  /** The bytes of a file as they are, in one array and read piece by piece: see AtomicFile. */
  public static byte[] readWhole(Path file) throws IOException {
    try (var channel = FileChannel.open(file)) {
      if (channel.size() > Integer.MAX_VALUE - 16) {
        throw new IOException("it has " + channel.size() + " bytes, more than 2 GiB");
      }
      var bytes = new byte[(int) channel.size()];
      var at = 0;
      while (at < bytes.length) {
        var piece = ByteBuffer.wrap(bytes, at, Math.min(bytes.length - at, AtomicFile.PIECE));
        var read = channel.read(piece);
        if (read < 0) {
          throw new EOFException("it became shorter while it was read");
        }
        at += read;
      }
      return bytes;
    }
  }

  private static boolean isPacked(Path file) throws IOException {
    try (InputStream stream = Files.newInputStream(file)) {
      return stream.read() == 0x1F && stream.read() == 0x8B;
    }
  }
}
