package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.graph.Compare;
import org.caracal.graph.Reduce;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;

/**
 * A random step: chains, broadcasts, reshapes, reductions, products and updates in several
 * segments.
 */
final class RandomStep {
  private static final int[][] SHAPES = {
    {4, 6}, {6}, {4, 1}, {2, 2, 6}, {}, {24}, {6, 4}, {1, 6}, {2, 12}, {4, 6}
  };

  private static final Unary.Function[] UNARY = {
    Unary.Function.TANH,
    Unary.Function.NEGATE,
    Unary.Function.ABS,
    Unary.Function.SIGMOID,
    Unary.Function.SIN
  };

  private final Random random;
  private final List<Tensor> feeds = new ArrayList<>();
  private final List<Tensor> variables = new ArrayList<>();
  private final List<Tensor> pool = new ArrayList<>();
  final StepGraph graph;

  RandomStep(long seed) {
    random = new Random(seed);
    for (var shape : SHAPES) {
      var name = "x" + pool.size();
      var input = Tensor.input(name, new TensorType(DType.FLOAT32, Shape.of(shape)));
      (pool.size() % 2 == 0 ? variables : feeds).add(input);
      pool.add(input);
    }
    var segments = new ArrayList<Segment>();
    var updates = new LinkedHashMap<Tensor, Tensor>();
    var kinds =
        new Segment.Kind[] {
          Segment.Kind.FORWARD,
          Segment.Kind.FORWARD,
          Segment.Kind.UPDATE,
          Segment.Kind.BACKWARD,
          Segment.Kind.UPDATE
        };
    for (var kind : kinds) {
      for (var i = 0; i < 8; i++) {
        grow();
      }
      var results = new ArrayList<>(List.of(pick(), pick()));
      if (kind == Segment.Kind.UPDATE) {
        variables.forEach(variable -> update(variable, updates, results));
      }
      segments.add(new Segment(kind, "s" + segments.size(), results));
    }
    graph = new StepGraph(feeds, variables, segments, updates, List.of(pick(), pick(), pick()));
  }

  private void update(Tensor variable, Map<Tensor, Tensor> updates, List<Tensor> results) {
    for (var attempt = 0; attempt < 6 && !updates.containsKey(variable); attempt++) {
      var value = pick();
      if (value.shape().size() == variable.shape().size()) {
        var reshaped = value.reshape(variable.shape());
        updates.put(variable, reshaped);
        results.add(reshaped);
      }
    }
  }

  private Tensor pick() {
    return pool.get(
        random.nextBoolean() ? pool.size() - 1 - random.nextInt(6) : random.nextInt(pool.size()));
  }

  private void grow() {
    try {
      pool.add(next());
    } catch (IllegalArgumentException e) {
      grow(); // the shapes did not fit: another one
    }
  }

  private Tensor next() {
    var x = pick();
    var y = pick();
    return switch (random.nextInt(13)) {
      case 0, 1 -> x.unary(UNARY[random.nextInt(UNARY.length)]);
      case 2 -> x.add(y);
      case 3 -> x.subtract(y);
      case 4 -> x.multiply(y).tanh();
      case 5 -> x.maximum(y);
      case 6 -> x.compare(Compare.Relation.GREATER, y).select(x, y.multiply(0.5));
      case 7 -> x.reshape(SHAPES[random.nextInt(SHAPES.length)]);
      case 8 ->
          x.reduce(
                  Reduce.Function.values()[random.nextInt(4)],
                  random.nextBoolean(),
                  random.nextInt(2))
              .tanh();
      case 9 -> x.matmul(y).tanh();
      case 10 -> x.transposeMatrix();
      case 11 -> x.broadcast(Shape.of(SHAPES[random.nextInt(SHAPES.length)]));
      default -> random.nextBoolean() ? x.softmax(-1) : x.slice(0, 0, 1).stopGradient();
    };
  }

  /** Values of the variables. */
  Map<String, Buffer> buffers() {
    var buffers = new HashMap<String, Buffer>();
    for (var variable : variables) {
      buffers.put(StepGraph.name(variable), values(variable));
    }
    return buffers;
  }

  /** Values for an input, the same ones each time. */
  static HeapBuffer values(Tensor input) {
    var buffer = new HeapBuffer(DType.FLOAT32, input.shape().size());
    var random = new Random(StepGraph.name(input).hashCode());
    for (var i = 0; i < buffer.length(); i++) {
      buffer.floats()[i] = random.nextFloat() * 2 - 1;
    }
    return buffer;
  }
}
