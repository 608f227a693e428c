package org.caracal.core.plugin;

import org.caracal.plugin.Configurable;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;

/**
 * A plugin with its options bound.
 *
 * @param <T> the plugin's contract
 * @param registered the plugin
 * @param options its options
 * @param spec what was written
 */
public record Configured<T extends Configurable<Record>>(
    Registered<T> registered, Record options, PluginSpec spec) {
  /**
   * Resolves a plugin and binds its options.
   *
   * @param where what uses the plugin, for messages: {@code dense_1}, {@code phase train}
   * @throws org.caracal.PluginException if there is no such plugin
   * @throws org.caracal.SpecException if the options do not fit
   */
  public static <T extends Configurable<Record>> Configured<T> resolve(
      PluginResolver plugins, PluginKind kind, PluginSpec spec, String where) {
    Registered<T> registered = plugins.resolve(kind, spec);
    return new Configured<>(registered, OptionBinding.bind(registered, spec, where), spec);
  }

  /** The service object. */
  public T plugin() {
    return registered.plugin();
  }
}
