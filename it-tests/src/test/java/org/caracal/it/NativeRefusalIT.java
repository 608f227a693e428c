package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Map;
import java.util.function.Consumer;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.Deflater;
import org.caracal.backend.Backend;
import org.caracal.backend.BackendRefusal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;

/** Where OpenBLAS cannot be loaded, its bundle says why and what to do. */
class NativeRefusalIT {
  private static final String HOST = "org.caracal.backend.nativeblas";
  private static final String FILTER = "(caracal.name=native)";
  private static final String FRAGMENTS = "caracal-backend-native-";
  private static final String DIRECTORY = "caracal.native.directory";

  @TempDir Path folder;

  @Test
  void refusesWithoutAFragment() {
    try (var container = Bundles.felix().without(FRAGMENTS).start()) {
      var refusal = container.service(BackendRefusal.class);
      assertEquals("native", refusal.name());
      assertTrue(refusal.reason().startsWith("no bundle with libraries for "), refusal.reason());
      assertTrue(refusal.remedy().startsWith("install " + HOST + "."), refusal.remedy());
      var run =
          Jobs.start(
              container, Jobs.digits(container, Map.of("training.epochs", "1")), Jobs.on("native"));
      assertEquals(
          "in place of native: native refuses: %s (%s)"
              .formatted(refusal.reason(), refusal.remedy()),
          Jobs.finish(run).backend().reason());
    }
  }

  @Test
  void fragmentsOfOtherPlatformsStayAside() throws IOException {
    var foreign = folder.resolve("foreign.jar");
    copy(
        fragment(),
        foreign,
        attributes ->
            attributes.putValue(
                "Require-Capability", "osgi.native;filter:=(osgi.native.processor~=pdp11)"),
        Map.of());
    try (var container = Bundles.felix().without(FRAGMENTS).start()) {
      var refusal = container.service(BackendRefusal.class);
      var other = container.install(foreign);
      container.refresh(container.bundle(HOST));
      assertEquals(Bundle.INSTALLED, other.getState());
      assertEquals(Bundle.ACTIVE, container.bundle(HOST).getState());
      container.uninstall(other);
      container.install(fragment());
      container.refresh(container.bundle(HOST));
      Product.check(container.service(Backend.class, FILTER));
      assertTrue(refusal.remedy().contains("refresh"), refusal.remedy());
    }
  }

  @Test
  void refusesFoldersThatCannotBeWritten() throws IOException {
    var file = Files.writeString(folder.resolve("file"), "not a folder");
    try (var container =
        Bundles.felix().property(DIRECTORY, file.resolve("libraries").toString()).start()) {
      var refusal = container.service(BackendRefusal.class);
      assertTrue(
          refusal.reason().startsWith("the native libraries cannot be written: "),
          refusal.reason());
      assertTrue(refusal.reason().contains(file.toString()), refusal.reason());
      assertTrue(refusal.remedy().contains(DIRECTORY), refusal.remedy());
    }
  }

  @Test
  void refusesDamagedLibraries() throws IOException {
    var damaged = folder.resolve("damaged.jar");
    var library = "native/" + System.mapLibraryName("jniopenblas_nolapack");
    copy(fragment(), damaged, attributes -> {}, Map.of(library, new byte[10]));
    var refusal = refusalWith(damaged);
    assertTrue(refusal.reason().contains("is damaged: its SHA-256 is "), refusal.reason());
  }

  @Test
  void refusesWhatTheSystemDoesNotLoad() throws IOException, NoSuchAlgorithmException {
    var broken = folder.resolve("broken.jar");
    var content = "no library".getBytes(StandardCharsets.UTF_8);
    var digest = HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
    var index = "shared broken.so %d %s".formatted(content.length, digest);
    copy(
        fragment(),
        broken,
        attributes -> {},
        Map.of(
            "native/libraries",
            index.getBytes(StandardCharsets.UTF_8),
            "native/broken.so",
            content));
    var refusal = refusalWith(broken);
    assertTrue(
        refusal.reason().startsWith("the system refuses a native library ("), refusal.reason());
    assertTrue(refusal.reason().contains("broken.so"), refusal.reason());
    assertTrue(refusal.remedy().contains(DIRECTORY), refusal.remedy());
    try (var left = Files.list(folder.resolve("libraries").resolve("run"))) {
      assertEquals(0, left.count());
    }
  }

  private BackendRefusal refusalWith(Path fragment) {
    try (var container =
        Bundles.felix()
            .without(FRAGMENTS)
            .property(DIRECTORY, folder.resolve("libraries").toString())
            .start()) {
      container.install(fragment);
      container.refresh(container.bundle(HOST));
      return container.service(BackendRefusal.class);
    }
  }

  private static Path fragment() throws IOException {
    try (var files = Files.list(Bundles.MAIN)) {
      return files
          .filter(file -> file.getFileName().toString().startsWith(FRAGMENTS))
          .findFirst()
          .orElseThrow();
    }
  }

  /** Copies a bundle with changes to its manifest and with some files replaced or added. */
  private static void copy(
      Path from, Path to, Consumer<Attributes> manifestChange, Map<String, byte[]> replaced)
      throws IOException {
    try (var jar = new JarFile(from.toFile())) {
      var manifest = jar.getManifest();
      manifestChange.accept(manifest.getMainAttributes());
      try (var out = new JarOutputStream(Files.newOutputStream(to), manifest)) {
        out.setLevel(Deflater.NO_COMPRESSION);
        for (var entry : jar.stream().toList()) {
          if (!replaced.containsKey(entry.getName())
              && !entry.getName().equals(JarFile.MANIFEST_NAME)) {
            out.putNextEntry(new JarEntry(entry.getName()));
            jar.getInputStream(entry).transferTo(out);
          }
        }
        for (var file : replaced.entrySet()) {
          out.putNextEntry(new JarEntry(file.getKey()));
          out.write(file.getValue());
        }
      }
    }
  }
}
