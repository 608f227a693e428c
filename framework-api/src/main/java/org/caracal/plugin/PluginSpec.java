package org.caracal.plugin;

import java.util.Map;

/**
 * A plugin by name, with options as they were written.
 *
 * @param name name of the plugin
 * @param versions OSGi version range of its bundle, such as {@code [1.0,2.0)}; empty for the newest
 * @param options options by name: Boolean, Number, String, List, Map or PluginSpec
 * @param location where it was written
 */
public record PluginSpec(
    String name, String versions, Map<String, Object> options, SourceLocation location) {
  /** Copies the map. */
  public PluginSpec {
    options = Map.copyOf(options);
  }

  /** A plugin with default options. */
  public static PluginSpec of(String name) {
    return of(name, Map.of());
  }

  /** A plugin with options. */
  public static PluginSpec of(String name, Map<String, Object> options) {
    return new PluginSpec(name, "", options, SourceLocation.NONE);
  }

  @Override
  public String toString() {
    return (versions.isEmpty() ? name : name + "@" + versions)
        + (options.isEmpty() ? "" : options.toString());
  }
}
