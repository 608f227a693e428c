package org.caracal.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.jar.JarOutputStream;
import java.util.zip.ZipEntry;
import org.osgi.framework.Constants;

/** Copies of bundles that differ in headers and component descriptions only. */
final class Rewritten {
  private Rewritten() {}

  /** A bundle with another version. */
  static Path version(Path bundle, String version, Path folder) {
    return bundle(
        bundle,
        Map.of(Constants.BUNDLE_VERSION, version),
        text -> text,
        folder.resolve(version + "-" + bundle.getFileName()));
  }

  /** A second Java backend, of another name and ranking, from a bundle of its own. */
  static Path backend(String name, int ranking, Path folder) {
    var property =
        "<property name=\"service.ranking\" type=\"Integer\" value=\"" + ranking + "\"/>";
    return bundle(
        Bundles.MAIN.resolve("caracal-backend-java.jar"),
        Map.of(Constants.BUNDLE_SYMBOLICNAME, "org.caracal.backend." + name),
        text ->
            text.replace("value=\"java\"", "value=\"" + name + "\"")
                .replace("<service>", property + "<service>"),
        folder.resolve("backend-" + name + ".jar"));
  }

  private static Path bundle(
      Path original, Map<String, String> headers, UnaryOperator<String> components, Path copy) {
    try (var jar = new JarFile(original.toFile())) {
      var manifest = jar.getManifest();
      headers.forEach(manifest.getMainAttributes()::putValue);
      try (var out = new JarOutputStream(Files.newOutputStream(copy), manifest)) {
        for (var entry : jar.stream().filter(Rewritten::isCopied).toList()) {
          out.putNextEntry(new JarEntry(entry.getName()));
          var bytes = jar.getInputStream(entry).readAllBytes();
          out.write(isComponent(entry) ? rewrite(bytes, components) : bytes);
        }
      }
      return copy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isCopied(ZipEntry entry) {
    return !entry.isDirectory() && !entry.getName().equals(JarFile.MANIFEST_NAME);
  }

  private static boolean isComponent(ZipEntry entry) {
    return entry.getName().startsWith("OSGI-INF/") && entry.getName().endsWith(".xml");
  }

  private static byte[] rewrite(byte[] bytes, UnaryOperator<String> rewriting) {
    return rewriting
        .apply(new String(bytes, StandardCharsets.UTF_8))
        .getBytes(StandardCharsets.UTF_8);
  }
}
