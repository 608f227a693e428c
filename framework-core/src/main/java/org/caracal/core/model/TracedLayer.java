package org.caracal.core.model;

import java.util.List;
import org.caracal.core.plugin.Registered;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;

/**
 * One use of a layer in a traced model.
 *
 * @param path path of the use
 * @param layer the layer
 * @param inputs what it was applied to
 * @param outputs what it described, at least one
 * @param nested whether it was used inside another layer
 */
public record TracedLayer(
    String path,
    Registered<Layer<Record>> layer,
    List<Tensor> inputs,
    List<Tensor> outputs,
    boolean nested) {
  /** Copies the lists. */
  public TracedLayer {
    inputs = List.copyOf(inputs);
    outputs = List.copyOf(outputs);
  }
}
