package org.caracal.core.spec;

import java.util.List;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/** One entry of a list of layers, with its path and what it is applied to. */
sealed interface ModelItem {
  String path();

  List<String> inputs();

  SourceLocation location();

  /** A layer. */
  record LayerItem(String path, PluginSpec layer, List<String> inputs, SourceLocation location)
      implements ModelItem {}

  /** Entries one after the other under a common path. */
  record BlockItem(String path, List<ModelItem> items, List<String> inputs, SourceLocation location)
      implements ModelItem {
    /** The last entry, whose output is that of the block. */
    ModelItem last() {
      return items.get(items.size() - 1);
    }
  }

  /** Another use of a layer or block, with the same parameters. */
  record ShareItem(String path, String owner, List<String> inputs, SourceLocation location)
      implements ModelItem {}
}
