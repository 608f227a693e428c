package org.caracal.core.file;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/** Writes a file whole or not at all, whenever the process or the machine dies. */
public final class AtomicFile {
  /** What the names of unfinished files begin with. */
  public static final String UNFINISHED = ".unfinished-";

  /** A channel copies what is on the heap to direct memory of the same size, and keeps that. */
  static final int PIECE = 1 << 20;

  private AtomicFile() {}

  /**
   * Writes to a temporary name in the same folder, forces the bytes to the disk, renames, and
   * forces the folder. On a failure what was there stays, and nothing is left behind.
   */
  public static void write(Path file, List<ByteBuffer> parts) throws IOException {
    var folder = file.toAbsolutePath().getParent();
    var temporary =
        folder.resolve(UNFINISHED + file.getFileName() + "-" + ProcessHandle.current().pid());
    try {
      try (var channel =
          FileChannel.open(
              temporary,
              StandardOpenOption.CREATE,
              StandardOpenOption.TRUNCATE_EXISTING,
              StandardOpenOption.WRITE)) {
        for (var part : parts) {
          write(channel, part);
        }
        channel.force(true);
      }
      rename(temporary, file);
    } catch (IOException | RuntimeException | Error e) {
      try {
        Files.deleteIfExists(temporary);
      } catch (IOException another) {
        e.addSuppressed(another); // the first one is the reason
      }
      throw e;
    }
  }

  /** Piece by piece: a channel copies what is on the heap to direct memory of the same size. */
  private static void write(FileChannel channel, ByteBuffer part) throws IOException {
    var rest = part.duplicate();
    while (rest.hasRemaining()) {
      var piece = rest.slice(rest.position(), Math.min(rest.remaining(), PIECE));
      rest.position(rest.position() + channel.write(piece));
    }
  }

  /** Gives a file another name in its folder, in one go and for good. */
  public static void rename(Path from, Path to) throws IOException {
    Files.move(from, to, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    force(to.toAbsolutePath().getParent());
  }

  /** Makes a rename durable. Windows cannot open folders, and needs not. */
  private static void force(Path folder) throws IOException {
    if (!System.getProperty("os.name").startsWith("Windows")) {
      try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
        channel.force(true);
      }
    }
  }
}
