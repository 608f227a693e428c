package org.caracal.core.plugin;

import org.caracal.plugin.Configurable;
import org.caracal.plugin.PluginSpec;

/** Binds options as written in a spec to the record that a plugin declares. */
public final class OptionBinding {
  private OptionBinding() {}

  /**
   * The options of a plugin.
   *
   * @param where what uses the plugin, for messages: a layer path such as {@code dense_1}
   * @throws org.caracal.SpecException if an option is unknown, missing, of the wrong type or out of bounds; the message names
   *     file and line, {@code where}, the bundle and the nearest valid option
   * @throws org.caracal.PluginException if the plugin's options record is malformed
   */
  public static <O extends Record> O bind(Registered<? extends Configurable<O>> plugin, PluginSpec spec, String where) {
    throw new UnsupportedOperationException("being written");
  }
}
