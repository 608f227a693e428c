package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.core.model.Reference;
import org.caracal.core.plugin.Nearest;
import org.caracal.core.spec.ModelItem.BlockItem;
import org.caracal.core.spec.ModelItem.LayerItem;
import org.caracal.core.spec.ModelItem.ShareItem;
import org.caracal.model.NodeSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/**
 * Makes nodes of entries: blocks are flattened, shared blocks are repeated, references to a block
 * become references to its last node. Confined to one thread.
 */
final class NodeList {
  private static final int MAX_NODES = 20_000;
  private static final int MAX_DEPTH = 64;

  private final Map<String, ModelItem> items;
  private final List<NodeSpec> nodes = new ArrayList<>();
  private final Map<String, String> blockOutputs = new HashMap<>();

  private NodeList(Map<String, ModelItem> items) {
    this.items = items;
  }

  /**
   * The nodes of a list of entries, in their order.
   *
   * @param items the entries at the top
   * @param byPath all entries
   */
  static NodeList of(List<ModelItem> items, Map<String, ModelItem> byPath) {
    var list = new NodeList(byPath);
    items.forEach(list::emit);
    return list;
  }

  /** The nodes, with references to nodes and inputs only. */
  List<NodeSpec> nodes() {
    return nodes.stream()
        .map(
            node ->
                new NodeSpec(
                    node.path(),
                    node.layer(),
                    node.inputs().stream().map(this::resolve).toList(),
                    node.sharedWith()))
        .toList();
  }

  /** A reference in which a block stands for its last node. */
  String resolve(String text) {
    var reference = Reference.parse(text);
    var path = reference.path();
    while (blockOutputs.containsKey(path)) {
      path = blockOutputs.get(path);
    }
    return new Reference(path, reference.index()).toString();
  }

  private void emit(ModelItem item) {
    if (item instanceof LayerItem layer) {
      add(
          new NodeSpec(layer.path(), layer.layer(), layer.inputs(), Optional.empty()),
          layer.location());
    } else if (item instanceof BlockItem block) {
      block.items().forEach(this::emit);
      blockOutputs.put(block.path(), block.last().path());
    } else if (item instanceof ShareItem share) {
      repeat(share.path(), share, share.inputs(), share, 0);
    }
  }

  /**
   * Another use of an entry, under another path.
   *
   * @param cause the entry that asks for it
   * @param depth number of entries between the two
   */
  private void repeat(
      String path, ModelItem owner, List<String> inputs, ShareItem cause, int depth) {
    var location = cause.location();
    if (depth > MAX_DEPTH) {
      throw new SpecException(location.prefix("layer " + cause.path() + ": it shares itself"));
    }
    if (owner instanceof ShareItem share) {
      repeat(path, owner(share), inputs, cause, depth + 1);
    } else if (owner instanceof LayerItem layer) {
      var spec =
          new PluginSpec(
              layer.layer().name(), layer.layer().versions(), layer.layer().options(), location);
      add(new NodeSpec(path, spec, inputs, Optional.of(layer.path())), location);
    } else if (owner instanceof BlockItem block) {
      if (inputs.size() != block.inputs().size()) {
        throw new SpecException(
            location.prefix(
                "layer "
                    + path
                    + ": it has "
                    + inputs.size()
                    + " inputs, but '"
                    + block.path()
                    + "', which it shares, has "
                    + block.inputs().size()));
      }
      for (var inner : block.items()) {
        var innerInputs =
            inner.inputs().stream().map(text -> moved(text, block, path, inputs)).toList();
        repeat(moved(inner.path(), block, path), inner, innerInputs, cause, depth + 1);
      }
      blockOutputs.put(path, moved(block.last().path(), block, path));
    }
  }

  private static String moved(String text, BlockItem block, String path, List<String> inputs) {
    var index = block.inputs().indexOf(text);
    return index >= 0 ? inputs.get(index) : moved(text, block, path);
  }

  /** What is below the block, below the other path; anything else as it is. */
  private static String moved(String text, BlockItem block, String path) {
    return text.startsWith(block.path() + "/")
        ? path + text.substring(block.path().length())
        : text;
  }

  private ModelItem owner(ShareItem share) {
    var owner = items.get(share.owner());
    if (owner == null) {
      throw new SpecException(
          share
              .location()
              .prefix(
                  "layer "
                      + share.path()
                      + ": it shares '"
                      + share.owner()
                      + "', but there is no such layer"
                      + Nearest.question(share.owner(), items.keySet())));
    }
    return owner;
  }

  private void add(NodeSpec node, SourceLocation location) {
    if (nodes.size() >= MAX_NODES) {
      throw new SpecException(location.prefix("the model has more than " + MAX_NODES + " layers"));
    }
    nodes.add(node);
  }
}
