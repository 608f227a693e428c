package org.caracal.model;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.plugin.PluginSpec;

/**
 * A model: a directed acyclic graph of layers.
 *
 * @param name its name
 * @param dtype floating element type of its parameters and computations
 * @param inputs its inputs
 * @param nodes its layers, each after those that it is applied to
 * @param outputs its outputs: paths of nodes, as in {@link NodeSpec#inputs()}
 */
public record ModelSpec(
    String name, DType dtype, List<InputSpec> inputs, List<NodeSpec> nodes, List<String> outputs) {
  /** Copies the lists. */
  public ModelSpec {
    inputs = List.copyOf(inputs);
    nodes = List.copyOf(nodes);
    outputs = List.copyOf(outputs);
  }

  /** Starts a model in which each layer is applied to the one before, of {@code float32}. */
  public static Sequential sequential(String name, String input, Shape shape) {
    return new Sequential(name, new InputSpec(input, new TensorType(DType.FLOAT32, shape)));
  }

  /** Builds a sequential model. Not thread-safe. */
  public static final class Sequential {
    private final String name;
    private final InputSpec input;
    private final List<NodeSpec> nodes = new ArrayList<>();
    private final Map<String, Integer> counts = new HashMap<>();
    private DType dtype = DType.FLOAT32;

    private Sequential(String name, InputSpec input) {
      this.name = name;
      this.input = input;
    }

    /** Sets the floating element type of the model and, if it is floating, of its input. */
    public Sequential dtype(DType floating) {
      this.dtype = floating;
      return this;
    }

    /** Appends a layer with default options. */
    public Sequential layer(String plugin) {
      return layer(PluginSpec.of(plugin));
    }

    /** Appends a layer with options. */
    public Sequential layer(String plugin, Map<String, Object> options) {
      return layer(PluginSpec.of(plugin, options));
    }

    /** Appends a layer; its path is its plugin's name and a number from 1 for each name. */
    public Sequential layer(PluginSpec layer) {
      return layer(layer.name() + "_" + counts.merge(layer.name(), 1, Integer::sum), layer);
    }

    /** Appends a layer under a path. */
    public Sequential layer(String path, PluginSpec layer) {
      var before = nodes.isEmpty() ? input.name() : nodes.get(nodes.size() - 1).path();
      nodes.add(new NodeSpec(path, layer, List.of(before), Optional.empty()));
      return this;
    }

    /** The model, whose output is that of the last layer. */
    public ModelSpec build() {
      if (nodes.isEmpty()) {
        throw new IllegalStateException("model " + name + " has no layers");
      }
      var type = input.type().dtype().isFloating() ? input.type().withDType(dtype) : input.type();
      return new ModelSpec(
          name,
          dtype,
          List.of(new InputSpec(input.name(), type)),
          nodes,
          List.of(nodes.get(nodes.size() - 1).path()));
    }
  }
}
