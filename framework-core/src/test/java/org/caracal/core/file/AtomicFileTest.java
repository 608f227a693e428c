package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AtomicFileTest {
  @TempDir Path folder;

  @Test
  void writesAllPartsAndReplacesWhatWasThere() throws IOException {
    var file = folder.resolve("file");
    AtomicFile.write(file, parts("a much longer text", " than the next"));
    AtomicFile.write(file, parts("one", "", "two"));
    assertEquals("onetwo", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void partsAreNotConsumed() throws IOException {
    var parts = parts("again");
    AtomicFile.write(folder.resolve("first"), parts);
    AtomicFile.write(folder.resolve("second"), parts);
    assertEquals("again", Files.readString(folder.resolve("second")));
  }

  /** The unfinished file is on a device that is always full. */
  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no full device");
    var file = folder.resolve("file");
    AtomicFile.write(file, parts("before"));
    Files.createSymbolicLink(
        folder.resolve(AtomicFile.UNFINISHED + "file-" + ProcessHandle.current().pid()), full);
    var failure = assertThrows(IOException.class, () -> AtomicFile.write(file, parts("after")));
    assertTrue(failure.getMessage().contains("No space left"), failure::getMessage);
    assertEquals("before", Files.readString(file));
    assertEquals(List.of(file), files());
  }

  @Test
  void aMissingFolderIsNamed() {
    var file = folder.resolve("missing/file");
    var failure = assertThrows(IOException.class, () -> AtomicFile.write(file, parts("x")));
    assertTrue(failure.getMessage().contains("missing"), failure::getMessage);
  }

  @Test
  void aFolderInTheWayStays() throws IOException {
    var file = Files.createDirectories(folder.resolve("file/below"));
    assertThrows(IOException.class, () -> AtomicFile.write(file.getParent(), parts("x")));
    assertTrue(Files.isDirectory(file));
    assertEquals(List.of(file.getParent()), files());
  }

  private static List<ByteBuffer> parts(String... texts) {
    return java.util.Arrays.stream(texts)
        .map(text -> ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)))
        .toList();
  }

  private List<Path> files() throws IOException {
    try (var files = Files.list(folder)) {
      return files.toList();
    }
  }
}
