package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReasonTest {
  @TempDir Path folder;

  @Test
  void theFileSystemsReasonsAreWords() throws IOException {
    var missing = folder.resolve("missing/file");
    assertEquals(
        "no such file or folder: " + missing,
        Reason.of(assertThrows(IOException.class, () -> Files.createFile(missing))));
    var below = Files.createFile(folder.resolve("file")).resolve("below");
    assertEquals(
        "Not a directory: " + below,
        Reason.of(assertThrows(IOException.class, () -> Files.readAllBytes(below))));
    assertEquals("permission denied: /a", Reason.of(new AccessDeniedException("/a")));
    assertEquals(
        "No space left on device: /a",
        Reason.of(new FileSystemException("/a", null, "No space left on device")));
  }

  @Test
  void othersKeepTheirMessage() {
    assertEquals("No space left on device", Reason.of(new IOException("No space left on device")));
    assertEquals("java.io.EOFException", Reason.of(new EOFException()));
    assertEquals("java.nio.file.FileSystemException: /a", Reason.of(new FileSystemException("/a")));
  }
}
