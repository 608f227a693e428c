package org.caracal.backend.nativeblas;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LibraryStoreTest {
  private static final byte[] SHARED = "shared".repeat(50_000).getBytes(StandardCharsets.UTF_8);
  private static final byte[] OWN = "own".getBytes(StandardCharsets.UTF_8);

  @TempDir Path folder;
  private Path fragment;
  private Path root;
  private LibraryStore store;

  @BeforeEach
  void fragment() throws Exception {
    fragment = Files.createDirectories(folder.resolve("fragment/native"));
    root = folder.resolve("store");
    store = new LibraryStore(root);
    Files.write(fragment.resolve("libshared.so"), SHARED);
    Files.write(fragment.resolve("libown.so"), OWN);
    Files.writeString(
        fragment.resolve("libraries"),
        """
        # sharing, name, bytes, SHA-256
        shared libshared.so %d %s
        private libown.so %d %s
        """
            .formatted(SHARED.length, digest(SHARED), OWN.length, digest(OWN)));
  }

  @Test
  void readsTheIndexOfTheFragment() throws IOException {
    try (var loader = loader()) {
      assertEquals(
          List.of(
              new NativeLibrary(true, "libshared.so", SHARED.length, "x"),
              new NativeLibrary(false, "libown.so", OWN.length, "x")),
          NativeLibrary.of(loader).stream()
              .map(found -> new NativeLibrary(found.shared(), found.name(), found.bytes(), "x"))
              .toList());
    }
    assertEquals(List.of(), NativeLibrary.of(new URLClassLoader(new java.net.URL[0], null)));
  }

  @Test
  void linksWhatIsSharedAndCopiesTheRest() throws IOException {
    var first = install();
    var second = install();
    assertEquals(List.of("libshared.so", "libown.so"), names(first));
    assertArrayEquals(SHARED, Files.readAllBytes(first.get(0)));
    assertArrayEquals(OWN, Files.readAllBytes(first.get(1)));
    assertNotEquals(first.get(0).getParent(), second.get(0).getParent());
    assertTrue(Files.isSameFile(first.get(0), second.get(0)));
    assertFalse(Files.isSameFile(first.get(1), second.get(1)));
  }

  @Test
  void replacesTruncatedContent() throws IOException {
    LibraryStore.discard(install());
    Files.write(root.resolve("content").resolve(digest(SHARED)), new byte[7]);
    assertArrayEquals(SHARED, Files.readAllBytes(install().get(0)));
  }

  @Test
  void rejectsDamagedLibraries() throws IOException {
    Files.write(fragment.resolve("libown.so"), "owm".getBytes(StandardCharsets.UTF_8));
    var message = assertThrows(IOException.class, this::install).getMessage();
    assertTrue(message.startsWith("libown.so is damaged: its SHA-256 is "), message);
    try (var files = Files.list(root.resolve("content"))) {
      assertEquals(
          List.of(digest(SHARED)), files.map(file -> file.getFileName().toString()).toList());
    }
  }

  @Test
  void discardsEverythingButTheContent() throws IOException {
    LibraryStore.discard(install());
    assertEquals(0, count("run"));
    assertEquals(2, count("content"));
  }

  @Test
  void sweepsWhatDeadProcessesLeft() throws Exception {
    LibraryStore.discard(install());
    var dead =
        new ProcessBuilder(ProcessHandle.current().info().command().orElseThrow(), "-version");
    var process = dead.redirectErrorStream(true).start();
    process.getInputStream().readAllBytes();
    process.waitFor();
    var old = Instant.now().minus(Duration.ofHours(1));
    var abandoned = run(process.pid() + "-1", old);
    var recent = run(process.pid() + "-2", Instant.now());
    var alive = run(ProcessHandle.current().pid() + "-3", old);
    var foreign = run("something", old);
    install();
    assertFalse(Files.exists(abandoned));
    assertTrue(Files.exists(recent));
    assertTrue(Files.exists(alive));
    assertTrue(Files.exists(foreign));
  }

  @Test
  void manyInstallAtOnce() throws Exception {
    var threads = Executors.newFixedThreadPool(8);
    try {
      Callable<List<Path>> install = this::install;
      for (var result : threads.invokeAll(IntStream.range(0, 32).mapToObj(i -> install).toList())) {
        assertArrayEquals(SHARED, Files.readAllBytes(result.get().get(0)));
      }
    } finally {
      threads.shutdown();
    }
    assertEquals(2, count("content"));
  }

  /** What the fragment on the class path says of its libraries is so. */
  @Test
  void theFragmentOfThisPlatformIsWhole() throws IOException {
    var loader = getClass().getClassLoader();
    var libraries = NativeLibrary.of(loader);
    var files = new LibraryStore(TestLibraries.ROOT).install(libraries, loader);
    for (var i = 0; i < files.size(); i++) {
      var bytes = Files.readAllBytes(files.get(i));
      assertEquals(libraries.get(i).sha256(), digest(bytes), libraries.get(i).name());
      assertEquals(libraries.get(i).bytes(), bytes.length, libraries.get(i).name());
    }
    LibraryStore.discard(files);
  }

  private long count(String name) throws IOException {
    try (var files = Files.list(root.resolve(name))) {
      return files.count();
    }
  }

  private List<Path> install() throws IOException {
    try (var loader = loader()) {
      return store.install(NativeLibrary.of(loader), loader);
    }
  }

  private URLClassLoader loader() throws IOException {
    return new URLClassLoader(
        new java.net.URL[] {folder.resolve("fragment").toUri().toURL()}, null);
  }

  private Path run(String name, Instant modified) throws IOException {
    var run = Files.createDirectories(root.resolve("run").resolve(name));
    Files.write(run.resolve("libown.so"), OWN);
    return Files.setLastModifiedTime(run, FileTime.from(modified));
  }

  private static List<String> names(List<Path> files) {
    return files.stream().map(file -> file.getFileName().toString()).toList();
  }

  private static String digest(byte[] bytes) {
    try {
      return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
    } catch (java.security.NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
