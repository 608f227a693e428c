package org.caracal.launcher;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.zip.CRC32;

/**
 * What the framework of an earlier process knew about the bundles of a distribution, in one file:
 * its cache, and in it what Declarative Services have read from their descriptors, which takes a
 * sixth of a start. Each process fills its own cache with it, so none sees what another has done.
 *
 * <p>The file is written under another name and moved into place. One that is damaged, or was made
 * for other bundles, is passed over.
 *
 * @param file where it is
 * @param bundles the bundles it is for
 */
record CacheImage(Path file, List<Path> bundles) {
  /** The image that the start script has chosen a place for. */
  static Optional<CacheImage> of(Distribution distribution) {
    return Optional.ofNullable(System.getProperty("caracal.image"))
        .map(file -> new CacheImage(Path.of(file), distribution.bundles()));
  }

  /** Makes the image of a cache. */
  void write(Path cache) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = new DataOutputStream(bytes);
    out.writeUTF(fingerprint());
    try (var files = Files.walk(cache)) {
      for (var source : files.filter(Files::isRegularFile).toList()) {
        if (!source.endsWith(BundleCache.LOCK)) {
          var content = Files.readAllBytes(source);
          out.writeUTF(cache.relativize(source).toString());
          out.writeInt(content.length);
          out.write(content);
        }
      }
    }
    out.writeLong(checksum(ByteBuffer.wrap(bytes.toByteArray())));
    Files.createDirectories(file.getParent());
    var written = file.resolveSibling(file.getFileName() + "." + ProcessHandle.current().pid());
    try {
      Files.write(written, bytes.toByteArray());
      Files.move(written, file, StandardCopyOption.ATOMIC_MOVE);
    } finally {
      Files.deleteIfExists(written);
    }
  }

  /**
   * Fills a cache, or leaves it empty if there is no image that fits.
   *
   * @throws IOException if the cache cannot be written
   */
  void restore(Path cache) throws IOException {
    for (var entry : read().entrySet()) {
      var target = cache.resolve(entry.getKey());
      Files.createDirectories(target.getParent());
      Files.write(target, entry.getValue());
    }
  }

  private Map<String, byte[]> read() {
    try {
      var bytes = Files.readAllBytes(file);
      var length = Math.max(0, bytes.length - Long.BYTES);
      var checksum = ByteBuffer.wrap(bytes, length, bytes.length - length).getLong();
      if (checksum != checksum(ByteBuffer.wrap(bytes, 0, length))) {
        return Map.of();
      }
      var in = new DataInputStream(new ByteArrayInputStream(bytes, 0, length));
      var content = new LinkedHashMap<String, byte[]>();
      if (in.readUTF().equals(fingerprint())) {
        while (in.available() > 0) {
          content.put(in.readUTF(), in.readNBytes(in.readInt()));
        }
      }
      return content;
    } catch (IOException | BufferUnderflowException e) {
      return Map.of(); // there is none, or none of ours
    }
  }

  private static long checksum(ByteBuffer bytes) {
    var checksum = new CRC32();
    checksum.update(bytes);
    return checksum.getValue();
  }

  private String fingerprint() throws IOException {
    var lines = new StringBuilder();
    for (var bundle : bundles) {
      lines
          .append(bundle)
          .append(' ')
          .append(Files.size(bundle))
          .append(' ')
          .append(Files.getLastModifiedTime(bundle).toMillis())
          .append('\n');
    }
    return lines.toString();
  }
}
