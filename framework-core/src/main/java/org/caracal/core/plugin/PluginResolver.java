package org.caracal.core.plugin;

import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;

/** Finds plugins by kind, name and version range. */
public interface PluginResolver {
  /**
   * The plugin that the spec means: of those with that name whose bundle's version is in the range
   * the newest, then the one with the highest service ranking.
   *
   * @param <T> the plugin's contract, given by the kind: {@code Registered<Layer<Record>>} for
   *     layers
   * @throws org.caracal.PluginException if there is none; the message names the capability that
   *     would provide it
   * @throws org.caracal.SpecException if the version range is malformed
   */
  <T> Registered<T> resolve(PluginKind kind, PluginSpec spec);
}
