package org.caracal.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URL;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.Manifest;
import java.util.stream.Collectors;

/** Packages that test and container share, so that a test can call services with their types. */
final class SharedPackages {
  private SharedPackages() {}

  /**
   * The exports of the bundle that a class comes from, for the property {@code
   * system.packages.extra}.
   */
  static String exportsOf(Class<?> member) {
    var exports = manifestOf(member).getMainAttributes().getValue("Export-Package");
    if (exports == null) {
      throw new IllegalArgumentException(
          member + " does not come from a bundle that exports packages");
    }
    return clauses(exports).stream()
        .map(SharedPackages::withoutUses)
        .collect(Collectors.joining(","));
  }

  private static Manifest manifestOf(Class<?> member) {
    var path = member.getName().replace('.', '/') + ".class";
    var resource = member.getClassLoader().getResource(path).toString();
    try (var stream =
        new URL(resource.substring(0, resource.length() - path.length()) + "META-INF/MANIFEST.MF")
            .openStream()) {
      return new Manifest(stream);
    } catch (IOException e) {
      throw new UncheckedIOException("no manifest beside " + resource, e);
    }
  }

  /** Splits a header at the commas that are not quoted. */
  private static List<String> clauses(String header) {
    var clauses = new ArrayList<String>();
    var quoted = false;
    var start = 0;
    for (var i = 0; i < header.length(); i++) {
      quoted ^= header.charAt(i) == '"';
      if (header.charAt(i) == ',' && !quoted) {
        clauses.add(header.substring(start, i));
        start = i + 1;
      }
    }
    clauses.add(header.substring(start));
    return clauses;
  }

  private static String withoutUses(String clause) {
    return clause.replaceAll(";uses:=(\"[^\"]*\"|[^;\"]*)", "");
  }
}
