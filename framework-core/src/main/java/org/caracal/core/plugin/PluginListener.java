package org.caracal.core.plugin;

/** Is told of plugins that come and go. */
@FunctionalInterface
public interface PluginListener {
  /**
   * A plugin came or is going. Called on the thread that registers or unregisters the service,
   * which waits for it: a leaving service object is still usable until this returns. No lock of the
   * registry is held.
   */
  void changed(PluginChange change);
}
