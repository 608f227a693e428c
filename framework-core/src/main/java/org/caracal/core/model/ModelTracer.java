package org.caracal.core.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.SpecException;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.graph.Tensor;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;

/** Traces models: lets each layer describe its computation once. */
public final class ModelTracer {
  private ModelTracer() {}

  /**
   * Traces a model.
   *
   * @param plugins where layers and initializers are found; {@link
   *     org.caracal.core.plugin.ResolvedPlugins} to trace again with the same ones
   * @param batch number of examples in a batch
   * @param training whether to trace for training: dropout drops, states are assigned
   * @throws SpecException if the model is malformed, or a layer rejects its options or inputs; the
   *     message names file and line, layer path, plugin, bundle and shapes
   * @throws org.caracal.PluginException if a plugin is missing or misbehaves
   */
  public static TracedModel trace(
      ModelSpec model, PluginResolver plugins, int batch, boolean training) {
    var owners = ModelStructure.owners(model);
    var trace = new Trace(model.dtype(), plugins, training);
    var values = new LinkedHashMap<String, List<Tensor>>();
    var inputs = new LinkedHashMap<String, Tensor>();
    for (var input : model.inputs()) {
      inputs.put(input.name(), input(model, input, batch));
      values.put(input.name(), List.of(inputs.get(input.name())));
    }
    var outputs = new LinkedHashMap<String, List<Tensor>>();
    for (var node : model.nodes()) {
      var operands = node.inputs().stream().map(text -> value(values, node, text)).toList();
      var results =
          LayerCall.apply(
              trace, node.path(), owners.get(node.path()), node.layer(), operands, false);
      values.put(node.path(), results);
      outputs.put(node.path(), results);
    }
    model.outputs().forEach(output -> checkOutput(model, outputs, output));
    return new TracedModel(
        model,
        Collections.unmodifiableMap(inputs),
        Collections.unmodifiableMap(outputs),
        List.copyOf(trace.layers),
        trace.parameters(),
        trace.states(),
        Collections.unmodifiableMap(trace.assignments()),
        List.copyOf(trace.extraLosses),
        trace.randomKey);
  }

  private static Tensor input(ModelSpec model, InputSpec input, int batch) {
    try {
      return Tensor.input(
          input.name(), input.type().withShape(input.type().shape().prepend(batch)));
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          "model " + model.name() + ", input " + input.name() + ": " + e.getMessage(), e);
    }
  }

  private static Tensor value(Map<String, List<Tensor>> values, NodeSpec node, String text) {
    var reference = Reference.parse(text);
    var results = values.get(reference.path());
    if (reference.index() >= results.size()) {
      var message =
          "layer " + node.path() + ": there is no '" + text + "': " + count(reference, results);
      throw new SpecException(node.layer().location().prefix(message));
    }
    return results.get(reference.index());
  }

  private static void checkOutput(ModelSpec model, Map<String, List<Tensor>> outputs, String text) {
    var reference = Reference.parse(text);
    var results = outputs.get(reference.path());
    if (reference.index() >= results.size()) {
      var message =
          "model "
              + model.name()
              + ", outputs: there is no '"
              + text
              + "': "
              + count(reference, results);
      throw new SpecException(message);
    }
  }

  private static String count(Reference reference, List<Tensor> results) {
    return "'"
        + reference.path()
        + "' has "
        + (results.size() == 1 ? "one output" : results.size() + " outputs");
  }
}
