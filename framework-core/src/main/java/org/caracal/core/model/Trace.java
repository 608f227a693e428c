package org.caracal.core.model;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;

/** What layers have asked for so far while a model is traced. Confined to the tracing thread. */
final class Trace {
  private static final TensorType KEY = new TensorType(DType.INT64, Shape.of(2));

  final DType dtype;
  final PluginResolver plugins;
  final boolean training;
  final Tensor randomKey = Tensor.input("randomKey", KEY);
  final List<TracedLayer> layers = new ArrayList<>();
  final List<Tensor> extraLosses = new ArrayList<>();

  private final Map<String, Parameter> parameters = new LinkedHashMap<>();
  private final Map<String, State> states = new LinkedHashMap<>();
  private final Map<String, Tensor> latestStates = new HashMap<>();
  private final Map<Tensor, String> statePaths = new IdentityHashMap<>();
  private final Map<String, Integer> draws = new HashMap<>();

  Trace(DType dtype, PluginResolver plugins, boolean training) {
    this.dtype = dtype;
    this.plugins = plugins;
    this.training = training;
  }

  List<Parameter> parameters() {
    return List.copyOf(parameters.values());
  }

  List<State> states() {
    return List.copyOf(states.values());
  }

  /** State tensor to its value after the step. */
  Map<Tensor, Tensor> assignments() {
    var assignments = new LinkedHashMap<Tensor, Tensor>();
    states.forEach(
        (path, state) -> {
          if (latestStates.get(path) != state.tensor()) {
            assignments.put(state.tensor(), latestStates.get(path));
          }
        });
    return assignments;
  }

  /** The parameter of that path; the same one for every use of a shared layer. */
  Tensor parameter(String path, Shape shape, Fans fans, PluginSpec initializer) {
    requireFree(path, states);
    var known = parameters.get(path);
    if (known == null) {
      Configured<Initializer<Record>> configured =
          Configured.resolve(plugins, PluginKind.INITIALIZER, initializer, path);
      known =
          new Parameter(path, Tensor.input(path, new TensorType(dtype, shape)), fans, configured);
      parameters.put(path, known);
    }
    requireSame(path, known.tensor().type(), new TensorType(dtype, shape));
    return known.tensor();
  }

  /** The state of that path: what it holds after the assignments made so far. */
  Tensor state(String path, TensorType type, double initial) {
    requireFree(path, parameters);
    var known = states.get(path);
    if (known == null) {
      known = new State(path, Tensor.input(path, type), initial);
      states.put(path, known);
      latestStates.put(path, known.tensor());
      statePaths.put(known.tensor(), path);
    }
    requireSame(path, known.tensor().type(), type);
    return latestStates.get(path);
  }

  private static void requireFree(String path, Map<String, ?> others) {
    if (others.containsKey(path)) {
      throw new IllegalArgumentException(
          "'" + path + "' is asked for as a parameter and as a state");
    }
  }

  private static void requireSame(String path, TensorType known, TensorType wanted) {
    if (!known.equals(wanted)) {
      throw new IllegalArgumentException(
          "'" + path + "' was " + known + " before and is asked for as " + wanted + " now");
    }
  }

  /**
   * Gives a state its next value. No gradient flows through it; the tensor of its own also tells
   * apart states that are given the same value.
   */
  void assign(Tensor state, Tensor value) {
    var path = statePaths.get(state);
    if (path == null) {
      throw new IllegalArgumentException(
          "only a tensor that state(...) returned can be assigned, not " + state);
    }
    requireSame(path, state.type(), value.type());
    if (training) {
      var next = value.stopGradient();
      latestStates.put(path, next);
      statePaths.put(next, path);
    }
  }

  /**
   * Random numbers of a stream of their own, which depends on nothing but the path and how often it
   * drew before.
   */
  Tensor randomUniform(String path, Shape shape) {
    var draw = draws.merge(path, 1, Integer::sum) - 1;
    return Tensor.of(
        new RandomUniform(new TensorType(dtype, shape), stream(path + "#" + draw)), randomKey);
  }

  private static long stream(String name) {
    try {
      var digest =
          MessageDigest.getInstance("SHA-256").digest(name.getBytes(StandardCharsets.UTF_8));
      return ByteBuffer.wrap(digest).getLong();
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java platform has SHA-256", e);
    }
  }
}
