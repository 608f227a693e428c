package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aQute.bnd.header.OSGiHeader;
import aQute.bnd.osgi.Jar;
import aQute.bnd.osgi.Resource;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Who may know whom, read from manifests and class files of the bundles themselves. */
class ModuleRulesIT {
  private static final String CORE = "org.caracal.core";
  private static final String API = "org.caracal.api";

  /** Our bundles and those of the examples by symbolic name. */
  private static final Map<String, Jar> BUNDLES = new TreeMap<>();

  @BeforeAll
  static void open() throws Exception {
    for (var folder : List.of(Bundles.MAIN, Bundles.EXAMPLES)) {
      try (var files = Files.list(folder)) {
        for (var file : files.filter(ModuleRulesIT::isOurs).toList()) {
          var jar = new Jar(file.toFile());
          BUNDLES.put(jar.getBsn(), jar);
        }
      }
    }
    assertTrue(BUNDLES.keySet().containsAll(List.of(CORE, API)), BUNDLES.keySet().toString());
  }

  @AfterAll
  static void close() {
    BUNDLES.values().forEach(Jar::close);
  }

  private static boolean isOurs(Path file) {
    var name = file.getFileName().toString();
    return name.endsWith(".jar")
        && (name.startsWith("caracal-") || file.startsWith(Bundles.EXAMPLES));
  }

  @Test
  void pluginsAndBackendsImportTheApiOnly() throws Exception {
    var api = packages(BUNDLES.get(API), "Export-Package");
    for (var name : BUNDLES.keySet()) {
      var known = packages(BUNDLES.get(name), "Import-Package");
      known.removeIf(imported -> !imported.startsWith("org.caracal"));
      known.removeAll(api);
      assertEquals(Set.of(), known, name + " imports");
    }
  }

  @Test
  void nothingButTheApiIsExported() throws Exception {
    for (var name : BUNDLES.keySet()) {
      var exported = packages(BUNDLES.get(name), "Export-Package");
      assertEquals(name.equals(API), !exported.isEmpty(), name + " exports " + exported);
    }
  }

  @Test
  void noPackageOfTheApiIsSplit() throws Exception {
    var api = packages(BUNDLES.get(API), "Export-Package");
    for (var name : BUNDLES.keySet()) {
      if (!name.equals(API)) {
        var common = new TreeSet<>(api);
        common.retainAll(classPackages(BUNDLES.get(name)));
        assertEquals(Set.of(), common, name + " holds packages of the API");
      }
    }
  }

  /** Nobody refers to a class of the core, not even by a name in a text. */
  @Test
  void onlyTheCoreKnowsTheCore() throws Exception {
    for (var name : BUNDLES.keySet()) {
      if (!name.equals(CORE)) {
        assertEquals(List.of(), classesThatMention(name, "org/caracal/core/"), name);
        assertEquals(List.of(), classesThatMention(name, "org.caracal.core."), name);
      }
    }
  }

  /** OSGi services are the registry. */
  @Test
  void thereIsNoOtherRegistry() throws Exception {
    for (var name : BUNDLES.keySet()) {
      assertEquals(List.of(), classesThatMention(name, "java/util/ServiceLoader"), name);
      // setting it to null, so that a thread keeps no class loader, is another thing
      assertEquals(List.of(), classesThatMention(name, "getContextClassLoader"), name);
      var services =
          BUNDLES.get(name).getResources().keySet().stream()
              .filter(path -> path.startsWith("META-INF/services/"))
              .toList();
      assertEquals(List.of(), services, name);
    }
  }

  /** The marker annotations have written capabilities, so that resolvers find plugins. */
  @Test
  void pluginsProvideCapabilities() throws Exception {
    assertTrue(
        BUNDLES
            .get("mish-layer")
            .getManifest()
            .getMainAttributes()
            .getValue("Provide-Capability")
            .contains("org.caracal.plugin;kind=layer;name=mish"));
  }

  private static Set<String> packages(Jar jar, String header) throws Exception {
    return new TreeSet<>(
        OSGiHeader.parseHeader(jar.getManifest().getMainAttributes().getValue(header)).keySet());
  }

  private static Set<String> classPackages(Jar jar) {
    return classes(jar)
        .map(path -> path.substring(0, Math.max(0, path.lastIndexOf('/'))).replace('/', '.'))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static Stream<String> classes(Jar jar) {
    return jar.getResources().keySet().stream().filter(path -> path.endsWith(".class"));
  }

  /** Our classes whose constants contain a text; libraries that are inlined are not ours. */
  private static List<String> classesThatMention(String bundle, String text) throws Exception {
    var jar = BUNDLES.get(bundle);
    var found = new ArrayList<String>();
    for (var path : classes(jar).filter(path -> !path.startsWith("org/bytedeco/")).toList()) {
      if (mentions(jar.getResource(path), text)) {
        found.add(path);
      }
    }
    return found;
  }

  private static boolean mentions(Resource resource, String text) throws Exception {
    try (var stream = resource.openInputStream()) {
      var bytes = stream.readAllBytes();
      return new String(bytes, StandardCharsets.ISO_8859_1).contains(text);
    }
  }
}
