package org.caracal.core.plugin;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.PluginException;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.osgi.framework.Version;

/** Plugins of a test by kind and name, without a container. */
public final class TestPlugins implements PluginResolver {
  private final Map<String, Registered<?>> plugins = new LinkedHashMap<>();

  /** Adds a plugin, of bundle {@code test.plugins 1.2.0}. */
  public TestPlugins with(PluginKind kind, String name, Object plugin) {
    plugins.put(kind + " " + name, registered(kind, name, plugin));
    return this;
  }

  /** A plugin of bundle {@code test.plugins 1.2.0}. */
  public static <T> Registered<T> registered(PluginKind kind, String name, T plugin) {
    return new Registered<>(plugin, kind, name, "test.plugins", Version.parseVersion("1.2.0"), 7);
  }

  @Override
  @SuppressWarnings("unchecked")
  public <T> Registered<T> resolve(PluginKind kind, PluginSpec spec) {
    var plugin = plugins.get(kind + " " + spec.name());
    if (plugin == null) {
      throw new PluginException("the test has no " + kind + " " + spec.name());
    }
    return (Registered<T>) plugin;
  }
}
