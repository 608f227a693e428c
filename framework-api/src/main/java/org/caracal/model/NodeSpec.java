package org.caracal.model;

import java.util.List;
import java.util.Optional;
import org.caracal.plugin.PluginSpec;

/**
 * One use of a layer in a model.
 *
 * @param path its name, unique in the model, with {@code /} between nested names: {@code
 *     encoder/dense_1}
 * @param layer the layer and its options
 * @param inputs what it is applied to: names of inputs and paths of nodes; {@code path:1} is the
 *     second output of a node
 * @param sharedWith path of another node whose parameters and states it uses
 */
public record NodeSpec(
    String path, PluginSpec layer, List<String> inputs, Optional<String> sharedWith) {
  /** Copies the list. */
  public NodeSpec {
    inputs = List.copyOf(inputs);
  }
}
