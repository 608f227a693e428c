package org.caracal.plugin;

import java.util.List;
import org.caracal.backend.BackendRefusal;

/** A service that tells which plugins are registered at this moment. Thread-safe. */
public interface PluginCatalog {
  /** All plugins by kind, name and version, newest first. */
  List<PluginDescription> plugins();

  /** Plugins of this name, of all kinds. */
  List<PluginDescription> find(String name);

  /** Backends that cannot be used here, with reasons. */
  List<BackendRefusal> refusals();
}
