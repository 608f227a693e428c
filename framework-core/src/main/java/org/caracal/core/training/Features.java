package org.caracal.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.array.TensorType;
import org.caracal.core.model.TracedModel;
import org.caracal.graph.Tensor;

/** The feeds of a step that come from the data: inputs of the model, and targets of losses. */
final class Features {
  private final TracedModel model;
  private final Map<String, TensorType> data;
  private final int rows;
  private final Map<String, Tensor> feeds = new LinkedHashMap<>();

  /**
   * Begins with the model's inputs.
   *
   * @param data types of the data's features, without the batch axis
   * @throws SpecException if an input is not among the data, or does not fit
   */
  Features(TracedModel model, Map<String, TensorType> data, int rows) {
    this.model = model;
    this.data = data;
    this.rows = rows;
    feeds.putAll(model.inputs());
    for (var input : model.model().inputs()) {
      var type = data.get(input.name());
      if (type == null) {
        throw new SpecException(
            "input "
                + input.name()
                + " of model "
                + model.model().name()
                + " is not among the features of the data: "
                + data);
      }
      if (type.shape().size() != input.type().shape().size()) {
        throw new SpecException(
            "input "
                + input.name()
                + " of model "
                + model.model().name()
                + " is declared as "
                + input.type()
                + ", but the feature of the data is "
                + type);
      }
    }
  }

  /** The feeds by feature: the model's inputs and all targets that were found. */
  Map<String, Tensor> feeds() {
    return feeds;
  }

  /**
   * The tensor that a loss compares with: a feature, else the output of a node, else a number
   * repeated to the output's type.
   */
  Tensor target(String target, Tensor output, String where) {
    var feature = data.get(target);
    if (feature != null) {
      return feeds.computeIfAbsent(
          target, name -> Tensor.input(name, feature.withShape(feature.shape().prepend(rows))));
    }
    return node(target)
        .or(() -> number(target).map(value -> Tensor.full(value, output.type())))
        .orElseThrow(
            () ->
                new SpecException(
                    where
                        + ": target "
                        + target
                        + " is neither a feature of the data "
                        + data.keySet()
                        + ", nor a node of the model, nor a number"));
  }

  /**
   * The output of a node ({@code path} or {@code path:index}), or the model's only output for an
   * empty path.
   */
  Tensor output(String path, String where) {
    if (path.isEmpty()) {
      var outputs = model.model().outputs();
      if (outputs.size() != 1) {
        throw new SpecException(where + ": say which output is meant: the model has " + outputs);
      }
      return output(outputs.get(0), where);
    }
    return node(path)
        .orElseThrow(
            () ->
                new SpecException(
                    where
                        + ": the model has no node "
                        + path
                        + ", only "
                        + model.outputs().keySet()));
  }

  private Optional<Tensor> node(String path) {
    var colon = path.lastIndexOf(':');
    var index =
        colon < 0 ? Optional.of(0) : number(path.substring(colon + 1)).map(Double::intValue);
    var outputs = model.outputs().get(colon < 0 ? path : path.substring(0, colon));
    if (outputs == null && model.inputs().containsKey(path)) {
      return Optional.of(model.inputs().get(path));
    }
    return outputs == null || index.isEmpty() || index.get() < 0 || index.get() >= outputs.size()
        ? Optional.empty()
        : Optional.of(outputs.get(index.get()));
  }

  private static Optional<Double> number(String text) {
    try {
      return Optional.of(Double.valueOf(text));
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
