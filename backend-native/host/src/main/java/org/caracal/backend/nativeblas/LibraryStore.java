package org.caracal.backend.nativeblas;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * Native libraries on disk. {@code content/} holds each library once, by the digest of its content:
 * written under another name, synchronized, renamed, so that it is whole or not there, and
 * processes do not disturb each other. {@code run/} holds a folder for each class loader that is
 * about to load them: hard links to what is shared, which the system maps into a process only once,
 * and copies of the JNI libraries, of which every class loader must have its own.
 *
 * @param root the folder
 */
record LibraryStore(Path root) {
  private static final int BUFFER = 1 << 16;

  /** Longer than any loading takes, even if processes see other process numbers than ours. */
  private static final Duration ABANDONED = Duration.ofMinutes(10);

  /**
   * Puts the libraries into a fresh folder.
   *
   * @param loader where they come from
   * @return their files, in the same order
   */
  List<Path> install(List<NativeLibrary> libraries, ClassLoader loader) throws IOException {
    var contents = Files.createDirectories(root.resolve("content"));
    var runs = Files.createDirectories(root.resolve("run"));
    sweep(runs);
    for (var library : libraries) {
      var content = contents.resolve(library.sha256());
      if (!Files.exists(content) || Files.size(content) != library.bytes()) {
        extract(library, loader, content);
      }
    }
    var folder = Files.createTempDirectory(runs, ProcessHandle.current().pid() + "-");
    var files = new ArrayList<Path>();
    for (var library : libraries) {
      var content = contents.resolve(library.sha256());
      var file = folder.resolve(library.name());
      if (library.shared()) {
        link(file, content);
      } else {
        Files.copy(content, file);
      }
      files.add(file);
    }
    return files;
  }

  /** Deletes installed files as far as the system allows that for libraries in use. */
  static void discard(List<Path> files) {
    files.forEach(LibraryStore::tryDelete);
    if (!files.isEmpty()) {
      tryDelete(files.get(0).getParent());
    }
  }

  private static void extract(NativeLibrary library, ClassLoader loader, Path content)
      throws IOException {
    // the resource's own URL: one built anew from its text would be another framework's
    var resource = loader.getResource(NativeLibrary.FOLDER + library.name());
    if (resource == null) {
      throw new FileNotFoundException("the fragment holds no " + library.name());
    }
    var written = Files.createTempFile(content.getParent(), "new", "");
    try {
      var digest = sha256();
      try (var in = new DigestInputStream(resource.openStream(), digest);
          var out = FileChannel.open(written, StandardOpenOption.WRITE)) {
        var buffer = new byte[BUFFER];
        for (var count = in.read(buffer); count >= 0; count = in.read(buffer)) {
          var bytes = ByteBuffer.wrap(buffer, 0, count);
          while (bytes.hasRemaining()) {
            out.write(bytes);
          }
        }
        out.force(true);
      }
      var found = HexFormat.of().formatHex(digest.digest());
      if (!found.equals(library.sha256())) {
        throw new IOException(
            library.name() + " is damaged: its SHA-256 is " + found + ", not " + library.sha256());
      }
      Files.move(written, content, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  private static void link(Path file, Path content) throws IOException {
    try {
      Files.createLink(file, content);
    } catch (UnsupportedOperationException | FileSystemException e) {
      Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }
  }

  /** Deletes what processes that are gone have left. */
  private static void sweep(Path runs) throws IOException {
    try (var folders = Files.list(runs)) {
      folders.filter(LibraryStore::isAbandoned).forEach(LibraryStore::deleteFolder);
    }
  }

  private static boolean isAbandoned(Path folder) {
    var process = folder.getFileName().toString().split("-", 2)[0];
    try {
      return Files.getLastModifiedTime(folder).toInstant().isBefore(Instant.now().minus(ABANDONED))
          && ProcessHandle.of(Long.parseLong(process)).isEmpty();
    } catch (IOException | NumberFormatException e) {
      return false; // gone already, or not ours
    }
  }

  private static void deleteFolder(Path folder) {
    try (var files = Files.list(folder)) {
      files.forEach(LibraryStore::tryDelete);
    } catch (IOException e) {
      return; // another process sweeps too
    }
    tryDelete(folder);
  }

  private static void tryDelete(Path file) {
    try {
      Files.deleteIfExists(file);
    } catch (IOException e) {
      // in use, where the system protects libraries in use: a later start sweeps it
    }
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java platform has it
    }
  }
}
