package org.caracal.core.plugin;

import org.caracal.plugin.PluginKind;
import org.osgi.framework.Version;

/**
 * A registered plugin with the service object itself: whoever holds this keeps working with the
 * version that was resolved, even after its bundle was updated. Equal when it is the same
 * registration.
 *
 * @param plugin the service object
 * @param kind its kind
 * @param name its name in specs
 * @param bundle symbolic name of its bundle
 * @param version version of its bundle
 * @param serviceId id of the service registration, by which {@link PluginChange}s refer to it
 */
public record Registered<T>(
    T plugin, PluginKind kind, String name, String bundle, Version version, long serviceId) {
  /** The bundle for people: {@code org.caracal.plugins.layers 1.0.0}. */
  public String origin() {
    return bundle + " " + version;
  }

  /** The bundle as events name it: {@code org.caracal.plugins.layers/1.0.0}. */
  public String bundleId() {
    return bundle + "/" + version;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Registered<?> registered
        && registered.serviceId == serviceId
        && registered.plugin == plugin;
  }

  @Override
  public int hashCode() {
    return Long.hashCode(serviceId);
  }

  @Override
  public String toString() {
    return kind + " " + name + " (bundle " + origin() + ")";
  }
}
