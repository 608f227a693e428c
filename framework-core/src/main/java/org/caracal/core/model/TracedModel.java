package org.caracal.core.model;

import java.util.List;
import java.util.Map;
import org.caracal.graph.Tensor;
import org.caracal.model.ModelSpec;

/**
 * A model as a graph of symbolic tensors, for one batch size.
 *
 * @param model what was traced
 * @param inputs the model's inputs with the batch axis, by name, in the order of the model
 * @param outputs outputs of every node (not only those of the model), by path of the node, in the order of the model
 * @param layers every use of a layer, each after all those that it was applied to and after those nested in it
 * @param parameters parameters in the order in which they were first asked for
 * @param states states in the order in which they were first asked for
 * @param assignments state tensor to its value after the step; empty unless traced for training
 * @param extraLosses scalars that layers add to the loss
 * @param randomKey the operand of all {@link org.caracal.graph.RandomUniform}s: {@code int64[2] = (seed, step)}
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
    Tensor randomKey) {}
