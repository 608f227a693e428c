package org.caracal.core.contract;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.plugin.PluginSpec;

/**
 * A layer with its options, and what is expected of it. Shapes are without the batch axis.
 * Immutable.
 */
public final class LayerCase {
  final PluginSpec layer;
  final List<TensorType> inputs;
  final Shape output;
  final Map<String, Shape> parameters;
  final Map<String, Shape> states;
  final Optional<Reference> reference;
  final List<BadOptions> badOptions;
  final List<List<TensorType>> badInputs;

  /** What a layer computes when it is used, for one example, in double precision. */
  @FunctionalInterface
  public interface Reference {
    /**
     * Computes the output.
     *
     * @param inputs the elements of each input
     * @param variables parameters and states by name
     */
    double[] apply(List<double[]> inputs, Map<String, double[]> variables);
  }

  /** Options that must be refused with a message that holds a text. */
  record BadOptions(Map<String, Object> options, String message) {}

  private LayerCase(
      PluginSpec layer,
      List<TensorType> inputs,
      Shape output,
      Map<String, Shape> parameters,
      Map<String, Shape> states,
      Optional<Reference> reference,
      List<BadOptions> badOptions,
      List<List<TensorType>> badInputs) {
    this.layer = layer;
    this.inputs = inputs;
    this.output = output;
    this.parameters = parameters;
    this.states = states;
    this.reference = reference;
    this.badOptions = badOptions;
    this.badInputs = badInputs;
  }

  /** A layer without parameters on one floating input. */
  public static LayerCase of(PluginSpec layer, Shape input, Shape output) {
    return of(layer, List.of(TensorType.float32(input.toArray())), output);
  }

  /** A layer without parameters; floating inputs take the element type of the model. */
  public static LayerCase of(PluginSpec layer, List<TensorType> inputs, Shape output) {
    return new LayerCase(
        layer, inputs, output, Map.of(), Map.of(), Optional.empty(), List.of(), List.of());
  }

  /** With one more parameter. */
  public LayerCase parameter(String name, int... extents) {
    var more = with(parameters, name, extents);
    return new LayerCase(layer, inputs, output, more, states, reference, badOptions, badInputs);
  }

  /** With one more state. */
  public LayerCase state(String name, int... extents) {
    var more = with(states, name, extents);
    return new LayerCase(layer, inputs, output, parameters, more, reference, badOptions, badInputs);
  }

  private static Map<String, Shape> with(Map<String, Shape> map, String name, int[] extents) {
    var more = new TreeMap<>(map);
    more.put(name, Shape.of(extents));
    return more;
  }

  /** With the values that it must have when it is used. */
  public LayerCase computes(Reference values) {
    return new LayerCase(
        layer, inputs, output, parameters, states, Optional.of(values), badOptions, badInputs);
  }

  /** With options that must be refused. */
  public LayerCase refuses(Map<String, Object> options, String message) {
    var more = new ArrayList<>(badOptions);
    more.add(new BadOptions(options, message));
    return new LayerCase(layer, inputs, output, parameters, states, reference, more, badInputs);
  }

  /** With inputs that must be refused. */
  public LayerCase refuses(TensorType... types) {
    var more = new ArrayList<>(badInputs);
    more.add(List.of(types));
    return new LayerCase(layer, inputs, output, parameters, states, reference, badOptions, more);
  }

  /** The name of the layer. */
  public String name() {
    return layer.name();
  }

  @Override
  public String toString() {
    return layer.name() + " " + layer.options() + " on " + inputs;
  }
}
