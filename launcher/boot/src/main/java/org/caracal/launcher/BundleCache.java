package org.caracal.launcher;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/**
 * Where the framework of one process keeps what it knows about its bundles: a folder of its own,
 * deleted in the end. A cache that later starts reuse would have to be kept from other processes,
 * from bundles that an earlier shell has installed, and from what a killed process has left half
 * done; so later starts begin with a {@linkplain CacheImage copy}.
 *
 * <p>A lock on a file in the folder tells that its process lives. What a killed one has left is
 * deleted by the next.
 */
final class BundleCache implements AutoCloseable {
  private static final String PREFIX = "caracal-bundles-";
  static final String LOCK = "lock";
  private static final Set<PosixFilePermission> OWNER_ONLY =
      PosixFilePermissions.fromString("rwx------");

  private final Path folder;
  private final FileChannel lock;
  private final Optional<CacheImage> image;

  private BundleCache(Path folder, FileChannel lock, Optional<CacheImage> image) {
    this.folder = folder;
    this.lock = lock;
    this.image = image;
  }

  /**
   * A new cache below a folder for temporary files, out of which old ones are swept.
   *
   * @param image what it is filled with
   */
  static BundleCache open(Path temporary, Optional<CacheImage> image) {
    try {
      sweep(temporary);
      var folder = create(temporary);
      // locked before it has its name, so that no sweeper comes in between
      var unnamed = folder.resolve(LOCK + ".new");
      var channel =
          FileChannel.open(unnamed, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
      channel.lock();
      Files.move(unnamed, folder.resolve(LOCK));
      if (image.isPresent()) {
        image.get().restore(folder);
      }
      return new BundleCache(folder, channel, image);
    } catch (IOException e) {
      throw new LaunchException(
          "no folder for the bundle cache can be made below "
              + temporary
              + " ("
              + e
              + "); make room there, mend its permissions, or name another folder by"
              + " CARACAL_JAVA_OPTS=-Djava.io.tmpdir=DIR",
          e);
    }
  }

  /** Named by process and time, because a secure random name costs 20 ms at start. */
  private static Path create(Path temporary) throws IOException {
    var name = PREFIX + ProcessHandle.current().pid() + "-" + System.nanoTime();
    var folder = temporary.resolve(name);
    return temporary.getFileSystem().supportedFileAttributeViews().contains("posix")
        ? Files.createDirectory(folder, PosixFilePermissions.asFileAttribute(OWNER_ONLY))
        : Files.createDirectory(folder);
  }

  Path folder() {
    return folder;
  }

  /** Makes the image that later starts fill theirs with. */
  void save() throws IOException {
    if (image.isPresent()) {
      image.get().write(folder);
    }
  }

  @Override
  public void close() {
    try {
      lock.close();
    } catch (IOException e) {
      // given up when the process ends, then
    }
    deleteQuietly(folder);
  }

  private static void sweep(Path temporary) throws IOException {
    try (var folders = Files.newDirectoryStream(temporary)) {
      for (var folder : folders) {
        if (folder.getFileName().toString().startsWith(PREFIX) && isLeftOver(folder)) {
          deleteQuietly(folder);
        }
      }
    } catch (DirectoryIteratorException e) {
      throw e.getCause();
    }
  }

  /**
   * Whether nobody holds the lock. Folders of other users and of starting processes do not count.
   */
  private static boolean isLeftOver(Path folder) {
    try (var channel = FileChannel.open(folder.resolve(LOCK), StandardOpenOption.WRITE)) {
      return channel.tryLock() != null;
    } catch (IOException | OverlappingFileLockException e) {
      return false;
    }
  }

  /** What cannot be deleted is left to the next process. */
  private static void deleteQuietly(Path folder) {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.deleteIfExists(file);
      }
    } catch (IOException | UncheckedIOException e) {
      // another process may be at it as well
    }
  }
}
