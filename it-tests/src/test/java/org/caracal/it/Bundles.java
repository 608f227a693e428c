package org.caracal.it;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.caracal.CaracalException;
import org.caracal.testing.Container;
import org.osgi.framework.Bundle;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.EventAdmin;

/** The bundles that the build has made, and containers with them. */
final class Bundles {
  /** The bundles of a running system. */
  static final Path MAIN = Path.of(System.getProperty("bundles"), "main");

  /** The third-party bundles of the examples. */
  static final Path EXAMPLES = Path.of(System.getProperty("bundles"), "examples");

  /** The bundles of the shell. */
  static final Path SHELL = Path.of(System.getProperty("bundles"), "shell");

  private static final String NATIVE = "caracal-backend-native";

  private Bundles() {}

  /** A container of Apache Felix with all bundles. */
  static Container.Builder felix() {
    return container("org.apache.felix.framework");
  }

  /** A container of Apache Felix with the Java backend only. */
  static Container.Builder javaOnly() {
    return felix().without(NATIVE);
  }

  /** A container with all bundles. */
  static Container.Builder container(String framework) {
    return Container.of(Path.of(System.getProperty("bundles"), "frameworks", framework + ".jar"))
        .share(CaracalException.class, EventAdmin.class, ConfigurationAdmin.class)
        .bundles(MAIN);
  }

  /** The names of the backends among the bundles. */
  static List<String> backends() {
    return Files.exists(MAIN.resolve(NATIVE + ".jar"))
        ? List.of("java", "native")
        : List.of("java");
  }

  /** The names of the backends among the bundles besides java. */
  static Stream<String> otherBackends() {
    return backends().stream().filter(name -> !name.equals("java"));
  }

  /**
   * A container with the Java backend and another one.
   *
   * @param backend the name of another backend among the bundles, or any other name for a copy of
   *     the Java backend
   * @param ranking the ranking of such a copy
   * @param folder where to write the copy
   */
  static Container withBackend(String backend, int ranking, Path folder) {
    if (backends().contains(backend)) {
      return felix().start();
    }
    var container = javaOnly().start();
    add(container, Rewritten.backend(backend, ranking, folder));
    return container;
  }

  /** The bundle of a backend. */
  static Bundle backend(Container container, String name) {
    return container.bundle("org.caracal.backend." + (name.equals("native") ? "nativeblas" : name));
  }

  /** Installs and starts a bundle. */
  static Bundle add(Container container, Path file) {
    var bundle = container.install(file);
    container.start(bundle);
    return bundle;
  }
}
