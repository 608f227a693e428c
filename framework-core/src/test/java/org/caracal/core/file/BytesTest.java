package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.caracal.DataException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BytesTest {
  @TempDir Path folder;

  @Test
  void packedOrNotIsTheSame() throws IOException {
    var bytes = Samples.idx();
    assertArrayEquals(bytes, Bytes.read(Files.write(folder.resolve("plain.gz"), bytes)));
    assertArrayEquals(bytes, Bytes.read(Files.write(folder.resolve("x"), Samples.pack(bytes))));
    assertArrayEquals(new byte[0], Bytes.read(Files.createFile(folder.resolve("empty"))));
  }

  /** Down to its magic, for less than that is no packed file. */
  @Test
  void truncatedPackedFilesAreRefused() throws IOException {
    var packed = Samples.pack(Samples.csv());
    for (var length = 2; length < packed.length; length++) {
      refuse(Files.write(folder.resolve("short.gz"), Arrays.copyOf(packed, length)));
    }
  }

  @Test
  void damagedPackedFilesGiveNoOtherBytes() throws IOException {
    var packed = Samples.pack(Samples.csv());
    for (var at = 10; at < packed.length; at++) {
      var damaged = packed.clone();
      damaged[at] ^= 0x10;
      var file = Files.write(folder.resolve("damaged.gz"), damaged);
      try {
        assertArrayEquals(
            Samples.csv(), Bytes.read(file), "a bit that means nothing, in byte " + at);
      } catch (DataException e) {
        assertTrue(e.getMessage().contains("damaged.gz"), e::getMessage);
      }
    }
  }

  @Test
  void missingFilesAreNamedInFull() {
    assertTrue(refuse(folder.resolve("missing.csv")).contains("no file "));
  }

  @Test
  void foldersAreNoFiles() {
    assertTrue(refuse(folder).contains("directory"));
  }

  @Test
  void filesAreNoFolders() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    assertTrue(refuse(file.resolve("x.csv")).contains("Not a directory"));
  }

  private static String refuse(Path file) {
    var failure = assertThrows(DataException.class, () -> Bytes.read(file));
    assertTrue(failure.getMessage().contains(file.toString()), failure::getMessage);
    return failure.getMessage();
  }
}
