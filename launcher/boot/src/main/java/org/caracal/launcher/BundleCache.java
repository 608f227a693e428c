package org.caracal.launcher;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.stream.Stream;

/**
 * Where the framework keeps its bundles between two starts. One process at a time uses the cache of
 * a distribution; others that start meanwhile, and those that cannot write there, get a fresh one
 * that is deleted in the end.
 */
final class BundleCache implements AutoCloseable {
  private final Path folder;
  private final FileChannel lock;
  private final boolean temporary;

  private BundleCache(Path folder, FileChannel lock, boolean temporary) {
    this.folder = folder;
    this.lock = lock;
    this.temporary = temporary;
  }

  static BundleCache open(Distribution distribution, boolean interactive) {
    var root = Path.of(System.getProperty("caracal.cache", userCache().toString()));
    var name = (interactive ? "shell-" : "command-") + distribution.fingerprint(interactive);
    try {
      Files.createDirectories(root);
      var channel =
          FileChannel.open(
              root.resolve(name + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
      if (tryLock(channel) != null) {
        return new BundleCache(root.resolve(name), channel, false);
      }
      channel.close();
    } catch (IOException e) {
      // a cache that cannot be written only costs time
    }
    return temporary();
  }

  private static FileLock tryLock(FileChannel channel) throws IOException {
    try {
      return channel.tryLock();
    } catch (OverlappingFileLockException e) {
      return null;
    }
  }

  private static BundleCache temporary() {
    try {
      return new BundleCache(Files.createTempDirectory("caracal"), null, true);
    } catch (IOException e) {
      throw new LaunchException(
          "no folder for the bundle cache can be made below "
              + System.getProperty("java.io.tmpdir")
              + ": make room or set -Djava.io.tmpdir",
          e);
    }
  }

  private static Path userCache() {
    var base = System.getenv("XDG_CACHE_HOME");
    var root =
        base == null || base.isBlank()
            ? Path.of(System.getProperty("user.home"), ".cache")
            : Path.of(base);
    return root.resolve("caracal");
  }

  Path folder() {
    return folder;
  }

  @Override
  public void close() {
    try {
      if (temporary) {
        deleteTree();
      } else {
        lock.close();
      }
    } catch (IOException e) {
      System.err.println("caracal: cannot clean " + folder + ": " + e);
    }
  }

  private void deleteTree() throws IOException {
    try (Stream<Path> files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    }
  }
}
