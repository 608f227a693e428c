package org.caracal.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BundleCacheTest {
  @TempDir Path temporary;

  /** Another process: opens a cache, tells where, and waits to be killed. */
  static final class Holder {
    public static void main(String[] arguments) throws Exception {
      var cache = BundleCache.open(Path.of(arguments[0]), Optional.empty());
      System.out.println(cache.folder());
      Thread.sleep(60_000);
      cache.close();
    }
  }

  private Process holder() throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            temporary.toString())
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  private static Path folder(BufferedReader output) throws IOException {
    return Path.of(output.readLine());
  }

  private List<Path> found() throws IOException {
    try (var files = Files.list(temporary)) {
      return files.toList();
    }
  }

  @Test
  void isGoneWhenItIsClosed() throws IOException {
    Path folder;
    try (var cache = BundleCache.open(temporary, Optional.empty())) {
      folder = cache.folder();
      Files.createDirectories(folder.resolve("bundle1/version0.0"));
      Files.writeString(folder.resolve("bundle1/bundle.info"), "1");
      Files.createSymbolicLink(folder.resolve("bundle1/link"), Path.of("/"));
    }
    assertEquals(List.of(), found());
  }

  @Test
  void processesThatLiveKeepTheirsAndThoseOfKilledOnesAreSwept() throws Exception {
    var other = holder();
    try (var output = other.inputReader(StandardCharsets.UTF_8)) {
      var theirs = folder(output);
      try (var cache = BundleCache.open(temporary, Optional.empty())) {
        assertNotEquals(theirs, cache.folder());
        assertTrue(Files.isDirectory(theirs), "swept under a living process");
      }
      other.destroyForcibly().waitFor();
      assertTrue(Files.isDirectory(theirs), "kill -9 leaves it");
      BundleCache.open(temporary, Optional.empty()).close();
      assertFalse(Files.exists(theirs), "not swept");
    } finally {
      other.destroyForcibly();
    }
  }

  @Test
  void othersFilesAreLeftAlone() throws IOException {
    var strange = Files.createDirectory(temporary.resolve("caracal-bundles-strange"));
    Files.createFile(strange.resolve("data"));
    BundleCache.open(temporary, Optional.empty()).close();
    assertEquals(List.of(strange), found());
  }

  @Test
  void saysWhereThereIsNoRoom() {
    var nowhere = temporary.resolve("nowhere");
    var failure =
        assertThrows(LaunchException.class, () -> BundleCache.open(nowhere, Optional.empty()));
    assertTrue(failure.getMessage().contains(nowhere.toString()), failure.getMessage());
    assertTrue(failure.getMessage().contains("java.io.tmpdir"), failure.getMessage());
  }
}
