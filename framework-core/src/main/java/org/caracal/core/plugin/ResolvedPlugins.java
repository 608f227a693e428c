package org.caracal.core.plugin;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;

/**
 * The plugins of one job: what was resolved once stays the same object, whatever arrives, leaves or
 * is updated meanwhile. Thread-safe.
 */
public final class ResolvedPlugins implements PluginResolver {
  private final PluginResolver registry;
  private final Map<Key, Registered<?>> resolved = new LinkedHashMap<>();

  private record Key(PluginKind kind, String name, String versions) {}

  /** Resolves with {@code registry} on the first demand for each plugin. */
  public ResolvedPlugins(PluginResolver registry) {
    this.registry = registry;
  }

  @Override
  @SuppressWarnings("unchecked") // the registry returned it for the same kind
  public synchronized <T> Registered<T> resolve(PluginKind kind, PluginSpec spec) {
    var key = new Key(kind, spec.name(), spec.versions());
    var known = resolved.get(key);
    if (known == null) {
      known = registry.resolve(kind, spec);
      resolved.put(key, known);
    }
    return (Registered<T>) known;
  }

  /** All plugins resolved so far, in the order of their first demand. */
  public synchronized Collection<Registered<?>> all() {
    return List.copyOf(resolved.values());
  }
}
