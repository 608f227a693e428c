package org.caracal.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CacheImageTest {
  @TempDir Path temporary;

  private Path bundle;
  private CacheImage image;

  @BeforeEach
  void saveACache() throws IOException {
    bundle = Files.writeString(temporary.resolve("a.jar"), "bundle");
    Files.setLastModifiedTime(bundle, FileTime.fromMillis(5_000_000));
    image = new CacheImage(temporary.resolve("images/one.image"), List.of(bundle));
    try (var cache = BundleCache.open(temporary, Optional.of(image))) {
      assertEquals(List.of("lock"), content(cache));
      Files.createDirectories(cache.folder().resolve("bundle1/data"));
      Files.write(cache.folder().resolve("bundle1/data/known"), new byte[] {0, -1, 7});
      Files.writeString(cache.folder().resolve("bundle1/bundle.info"), "info");
      image.write(cache.folder());
    }
    assertEquals(List.of(image.file()), files(image.file().getParent()));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      return files.filter(Files::isRegularFile).sorted().toList();
    }
  }

  private static List<String> content(BundleCache cache) throws IOException {
    var content = new TreeMap<String, String>();
    for (var file : files(cache.folder())) {
      content.put(
          cache.folder().relativize(file).toString(), Arrays.toString(Files.readAllBytes(file)));
    }
    return content.entrySet().stream()
        .map(entry -> entry.getKey() + entry.getValue())
        .map(line -> line.replace("lock[]", "lock"))
        .toList();
  }

  private List<String> restored() throws IOException {
    try (var cache = BundleCache.open(temporary, Optional.of(image))) {
      return content(cache);
    }
  }

  @Test
  void fillsACache() throws IOException {
    var expected =
        List.of("bundle1/bundle.info[105, 110, 102, 111]", "bundle1/data/known[0, -1, 7]", "lock");
    assertEquals(expected, restored());
    assertEquals(expected, restored());
  }

  @Test
  void isForTheVeryBundlesOnly() throws IOException {
    Files.setLastModifiedTime(bundle, FileTime.fromMillis(5_000_001));
    assertEquals(List.of("lock"), restored());
    Files.setLastModifiedTime(bundle, FileTime.fromMillis(5_000_000));
    assertEquals(3, restored().size());
    Files.writeString(bundle, "longer bundle");
    Files.setLastModifiedTime(bundle, FileTime.fromMillis(5_000_000));
    assertEquals(List.of("lock"), restored());
    Files.delete(bundle);
    assertEquals(List.of("lock"), restored());
  }

  @Test
  void isPassedOverWhenItIsDamaged() throws IOException {
    var whole = Files.readAllBytes(image.file());
    for (var length = 0; length < whole.length; length++) {
      Files.write(image.file(), Arrays.copyOf(whole, length));
      assertEquals(List.of("lock"), restored(), "of " + length + " bytes");
    }
    for (var i = 0; i < whole.length; i++) {
      var damaged = whole.clone();
      damaged[i] ^= (byte) (1 << i % 8);
      Files.write(image.file(), damaged);
      assertEquals(List.of("lock"), restored(), "with byte " + i + " changed");
    }
    Files.delete(image.file());
    assertEquals(List.of("lock"), restored());
  }

  @Test
  void nothingIsLeftOfOneThatCannotBeMade() throws IOException {
    var taken = Files.createDirectories(temporary.resolve("images/two.image/folder")).getParent();
    var failing = new CacheImage(taken, List.of(bundle));
    try (var cache = BundleCache.open(temporary, Optional.of(failing))) {
      assertThrows(IOException.class, cache::save);
    }
    assertEquals(List.of(image.file()), files(image.file().getParent()));
  }

  @Test
  void severalProcessesMayMakeIt() throws IOException {
    var before = restored();
    try (var cache = BundleCache.open(temporary, Optional.of(image))) {
      image.write(cache.folder());
    }
    assertEquals(before, restored());
  }
}
