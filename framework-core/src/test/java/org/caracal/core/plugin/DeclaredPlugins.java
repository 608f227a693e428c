package org.caracal.core.plugin;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.caracal.plugin.PluginKind;
import org.w3c.dom.Element;
import org.xml.sax.SAXException;

/**
 * The plugins that a bundle declares as components, without a container: a test over all of them
 * forgets none.
 */
public final class DeclaredPlugins {
  private DeclaredPlugins() {}

  /** A declared plugin and an instance of it. */
  public record Declared(PluginKind kind, String name, Object plugin) {
    @Override
    public String toString() {
      return kind + " " + name;
    }
  }

  /** The plugins of the bundle, a folder or a jar, that a class belongs to, sorted by name. */
  public static List<Declared> of(Class<?> member) {
    try {
      var bundle = Path.of(member.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(bundle)) {
        return of(bundle, member.getClassLoader());
      }
      try (var jar = FileSystems.newFileSystem(URI.create("jar:" + bundle.toUri()), Map.of())) {
        return of(jar.getPath("/"), member.getClassLoader());
      }
    } catch (IOException
        | URISyntaxException
        | ReflectiveOperationException
        | SAXException
        | ParserConfigurationException e) {
      throw new IllegalStateException("the components of " + member + " cannot be read", e);
    }
  }

  /** The plugins of some bundles, to be found by name. */
  public static TestPlugins resolver(Class<?>... members) {
    var plugins = new TestPlugins();
    for (var member : members) {
      of(member).forEach(found -> plugins.with(found.kind(), found.name(), found.plugin()));
    }
    return plugins;
  }

  private static List<Declared> of(Path root, ClassLoader loader)
      throws IOException, ReflectiveOperationException, SAXException, ParserConfigurationException {
    var found = new ArrayList<Declared>();
    try (var files = Files.list(root.resolve("OSGI-INF"))) {
      for (var file : files.filter(name -> name.toString().endsWith(".xml")).sorted().toList()) {
        try (var stream = Files.newInputStream(file)) {
          read(stream, loader).ifPresent(found::add);
        }
      }
    }
    return found;
  }

  private static Optional<Declared> read(InputStream stream, ClassLoader loader)
      throws IOException, ReflectiveOperationException, SAXException, ParserConfigurationException {
    var component =
        DocumentBuilderFactory.newInstance()
            .newDocumentBuilder()
            .parse(stream)
            .getDocumentElement();
    var contract = attribute(component, "provide", "interface");
    var kind =
        Arrays.stream(PluginKind.values())
            .filter(candidate -> PluginContracts.of(candidate).getName().equals(contract))
            .findFirst();
    if (kind.isEmpty()) {
      return Optional.empty();
    }
    var plugin =
        loader
            .loadClass(attribute(component, "implementation", "class"))
            .getConstructor()
            .newInstance();
    return Optional.of(new Declared(kind.get(), attribute(component, "property", "value"), plugin));
  }

  private static String attribute(Element component, String element, String attribute) {
    return component.getElementsByTagName(element).item(0) instanceof Element found
        ? found.getAttribute(attribute)
        : "";
  }
}
