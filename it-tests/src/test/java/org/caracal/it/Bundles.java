package org.caracal.it;

import java.nio.file.Path;
import org.caracal.CaracalException;
import org.caracal.testing.Container;
import org.osgi.service.cm.ConfigurationAdmin;
import org.osgi.service.event.EventAdmin;

/** The bundles that the build has made, and containers with them. */
final class Bundles {
  /** The bundles of a running system. */
  static final Path MAIN = Path.of(System.getProperty("bundles"), "main");

  /** The third-party bundles of the examples. */
  static final Path EXAMPLES = Path.of(System.getProperty("bundles"), "examples");

  private Bundles() {}

  static Container.Builder felix() {
    return container("org.apache.felix.framework");
  }

  static Container.Builder container(String framework) {
    return Container.of(Path.of(System.getProperty("bundles"), "frameworks", framework + ".jar"))
        .share(CaracalException.class, EventAdmin.class, ConfigurationAdmin.class)
        .bundles(MAIN);
  }
}
