package org.caracal.core.model;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.caracal.PluginException;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;
import org.caracal.model.ModelSpec;

/**
 * A model as a graph of symbolic tensors, for one batch size.
 *
 * @param model what was traced
 * @param inputs the model's inputs with the batch axis, by name, in the order of the model
 * @param outputs outputs of every node (not only those of the model), by path of the node, in the
 *     order of the model
 * @param layers every use of a layer, each after all those that it was applied to and after those
 *     nested in it
 * @param parameters parameters in the order in which they were first asked for
 * @param states states in the order in which they were first asked for
 * @param assignments state tensor to its value after the step; empty unless traced for training
 * @param extraLosses scalars that layers add to the loss
 * @param randomKey the operand of all {@link org.caracal.graph.RandomUniform}s: {@code int64[2] =
 *     (seed, step)}
 */
public record TracedModel(
    ModelSpec model,
    Map<String, Tensor> inputs,
    Map<String, List<Tensor>> outputs,
    List<TracedLayer> layers,
    List<Parameter> parameters,
    List<State> states,
    Map<Tensor, Tensor> assignments,
    List<Tensor> extraLosses,
    Tensor randomKey) {

  /** The tensor that a reference such as {@code dense_1} or {@code split:1} leads to. */
  public Tensor output(String text) {
    var reference = Reference.parse(text);
    return outputs.get(reference.path()).get(reference.index());
  }

  /**
   * Checks that this model, traced anew (for another batch size), has the same parameters and
   * states as the first one.
   *
   * @throws PluginException if a layer asked for others; the message names the first that differs
   */
  public void requireVariablesOf(TracedModel first) {
    requireSame(
        types(first.parameters, Parameter::path, Parameter::tensor),
        types(parameters, Parameter::path, Parameter::tensor));
    requireSame(
        types(first.states, State::path, State::tensor), types(states, State::path, State::tensor));
  }

  private static <T> Map<String, TensorType> types(
      List<T> variables, Function<T, String> path, Function<T, Tensor> tensor) {
    return variables.stream()
        .collect(Collectors.toMap(path, variable -> tensor.apply(variable).type()));
  }

  private static void requireSame(Map<String, TensorType> before, Map<String, TensorType> now) {
    var paths = new TreeSet<>(before.keySet());
    paths.addAll(now.keySet());
    for (var path : paths) {
      if (!Objects.equals(before.get(path), now.get(path))) {
        throw new PluginException(
            "a layer must ask for the same parameters and states whenever it is applied, but '"
                + path
                + "' was "
                + (before.containsKey(path) ? before.get(path) : "absent")
                + " at first and is "
                + (now.containsKey(path) ? now.get(path) : "absent")
                + " for another batch size");
      }
    }
  }
}
