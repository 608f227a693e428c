package org.caracal.plugins.optimizers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.DeclaredPlugins;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.graph.Tensor;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.junit.jupiter.api.Test;

/** Each optimizer over many steps against its paper, written down once more for one number. */
class OptimizersTest {
  private static final int STEPS = 40;

  /** What an optimizer does to one number. */
  @FunctionalInterface
  interface Rule {
    /**
     * The next value of a parameter.
     *
     * @param memory starts empty
     * @param step from 1
     */
    double next(double p, double g, double rate, int step, Map<String, Double> memory);
  }

  @Test
  void noneIsForgotten() {
    var names = new TreeSet<String>();
    for (var plugin : DeclaredPlugins.of(Sgd.class)) {
      if (plugin.kind() == PluginKind.OPTIMIZER) {
        names.add(plugin.name());
      }
    }
    assertEquals(new TreeSet<>(List.of("adam", "adamw", "rmsprop", "sgd")), names);
  }

  @Test
  void sgd() {
    check("sgd", Map.of(), (p, g, rate, step, memory) -> p - rate * g);
    check(
        "sgd", Map.of("weightDecay", 0.1), (p, g, rate, step, memory) -> p - rate * (g + 0.1 * p));
  }

  @Test
  void sgdWithMomentum() {
    check(
        "sgd",
        Map.of("momentum", 0.9, "weightDecay", 0.05),
        (p, g, rate, step, memory) -> p - rate * velocity(memory, 0.9, g + 0.05 * p));
    check(
        "sgd",
        Map.of("momentum", 0.9, "nesterov", true),
        (p, g, rate, step, memory) -> p - rate * (g + 0.9 * velocity(memory, 0.9, g)));
  }

  private static double velocity(Map<String, Double> memory, double momentum, double gradient) {
    return memory.merge("velocity", gradient, (v, g) -> momentum * v + g);
  }

  /** Sutskever's form looks ahead instead: the same way, seen from another point. */
  @Test
  void nesterovsMomentumIsThatOfSutskever() {
    var momentum = 0.8;
    var rate = 0.1;
    var ahead = 2.0; // of the optimizer: p + momentum v in the paper's terms
    var p = 2.0;
    var v = 0.0;
    var memory = new HashMap<String, Double>();
    for (var step = 1; step <= STEPS; step++) {
      var g = Math.pow(p + momentum * v, 3);
      v = momentum * v - rate * g;
      p = p + v;
      var g2 = Math.pow(ahead, 3);
      ahead -= rate * (g2 + momentum * velocity(memory, momentum, g2));
      assertEquals(p + momentum * v, ahead, 1e-12);
    }
  }

  @Test
  void adam() {
    check(
        "adam",
        Map.of(),
        (p, g, rate, step, memory) -> p - adam(memory, g, rate, step, 0.9, 0.999, 1e-8));
    check(
        "adam",
        Map.of("beta1", 0.5, "beta2", 0.7, "epsilon", 0.1, "weightDecay", 0.2),
        (p, g, rate, step, memory) -> p - adam(memory, g + 0.2 * p, rate, step, 0.5, 0.7, 0.1));
    check(
        "adam",
        Map.of("beta1", 0, "beta2", 0),
        (p, g, rate, step, memory) -> p - adam(memory, g, rate, step, 0, 0, 1e-8));
  }

  @Test
  void adamW() {
    check(
        "adamw",
        Map.of("weightDecay", 0.3),
        (p, g, rate, step, memory) ->
            p - rate * 0.3 * p - adam(memory, g, rate, step, 0.9, 0.999, 1e-8));
  }

  /** Algorithm 1 of Kingma and Ba. */
  private static double adam(
      Map<String, Double> memory,
      double g,
      double rate,
      int step,
      double beta1,
      double beta2,
      double epsilon) {
    var m = beta1 * memory.getOrDefault("m", 0.0) + (1 - beta1) * g;
    var v = beta2 * memory.getOrDefault("v", 0.0) + (1 - beta2) * g * g;
    memory.put("m", m);
    memory.put("v", v);
    var corrected = m / (1 - Math.pow(beta1, step));
    return rate * corrected / (Math.sqrt(v / (1 - Math.pow(beta2, step))) + epsilon);
  }

  @Test
  void rmsProp() {
    check(
        "rmsprop",
        Map.of("weightDecay", 0.1),
        (p, g, rate, step, memory) -> p - rate * scaled(memory, 0.9, g + 0.1 * p));
    check(
        "rmsprop",
        Map.of("decay", 0.5, "momentum", 0.7, "epsilon", 1e-8),
        (p, g, rate, step, memory) -> p - rate * velocity(memory, 0.7, scaled(memory, 0.5, g)));
  }

  private static double scaled(Map<String, Double> memory, double decay, double g) {
    var square = decay * memory.getOrDefault("square", 0.0) + (1 - decay) * g * g;
    memory.put("square", square);
    return g / (Math.sqrt(square) + 1e-8);
  }

  /** Late steps in single precision: what is corrected must stay corrected. */
  @Test
  void adamKeepsItsPrecisionForAMillionSteps() {
    var optimizer = new Stepper(PluginSpec.of("adam"), DType.FLOAT32, 1);
    for (var step : new int[] {1, 2, 1_000, 1_000_000, 16_777_216}) {
      var fresh = new Stepper(PluginSpec.of("adam"), DType.FLOAT32, 1);
      var moved = fresh.update(new double[] {0}, new double[] {3}, 0.1, step)[0];
      var m = 0.1 * 3 / (1 - Math.pow(0.9, step));
      var v = 0.001 * 9 / (1 - Math.pow(0.999, step));
      assertEquals(-0.1 * m / Math.sqrt(v), moved, 2e-6 * Math.abs(moved), "step " + step);
    }
    assertEquals(-0.1, optimizer.update(new double[] {0}, new double[] {1e-3}, 0.1, 1)[0], 1e-5);
  }

  @Test
  void withoutAGradientNothingMovesAndNothingIsLost() {
    for (var name : List.of("sgd", "adam", "rmsprop")) {
      var optimizer = new Stepper(PluginSpec.of(name), DType.FLOAT64, 1);
      assertEquals(1.5, optimizer.update(new double[] {1.5}, new double[] {0}, 0.1, 1)[0], name);
    }
  }

  @Test
  void allFindTheMinimum() {
    for (var name : List.of("sgd", "adam", "adamw", "rmsprop")) {
      var optimizer = new Stepper(PluginSpec.of(name), DType.FLOAT32, 2);
      var p = new double[] {3, -2};
      for (var step = 1; step <= 300; step++) {
        var rate = 0.1 * Math.pow(0.98, step);
        p = optimizer.update(p, new double[] {2 * (p[0] - 1), 8 * (p[1] - 0.5)}, rate, step);
      }
      assertEquals(1, p[0], 0.02, name);
      assertEquals(0.5, p[1], 0.02, name);
    }
  }

  @Test
  void badOptionsAreRefused() {
    for (var bad :
        Map.<String, Map<String, Object>>of(
                "sgd", Map.of("momentum", 1.5),
                "adam", Map.of("beta1", 1),
                "adamw", Map.of("weightDecay", -1),
                "rmsprop", Map.of("learningRate", -0.1))
            .entrySet()) {
      assertThrows(
          SpecException.class, () -> configured(PluginSpec.of(bad.getKey(), bad.getValue())));
    }
    var nesterov = PluginSpec.of("sgd", Map.of("nesterov", true));
    var failure =
        assertThrows(IllegalArgumentException.class, () -> new Stepper(nesterov, DType.FLOAT32, 1));
    assertTrue(failure.getMessage().contains("momentum"), failure::getMessage);
  }

  /** Five numbers at once, each with other gradients, and a learning rate that changes. */
  private static void check(String name, Map<String, Object> options, Rule rule) {
    var optimizer = new Stepper(PluginSpec.of(name, options), DType.FLOAT64, 5);
    var p = new double[] {1, -2, 0.5, 3, 1e-3};
    var expected = p.clone();
    var memories = new ArrayList<Map<String, Double>>();
    for (var i = 0; i < 5; i++) {
      memories.add(new HashMap<>());
    }
    for (var step = 1; step <= STEPS; step++) {
      var rate = 0.05 / Math.sqrt(step);
      var gradients = new double[5];
      for (var i = 0; i < 5; i++) {
        gradients[i] = Math.pow(p[i], 3) - 0.5 * i + Math.sin(step + i);
        expected[i] = rule.next(expected[i], gradients[i], rate, step, memories.get(i));
      }
      p = optimizer.update(p, gradients, rate, step);
      for (var i = 0; i < 5; i++) {
        assertEquals(expected[i], p[i], 1e-11, name + " " + options + ", step " + step);
      }
    }
  }

  private static Configured<Optimizer<Record>> configured(PluginSpec spec) {
    return Configured.resolve(
        DeclaredPlugins.resolver(Sgd.class), PluginKind.OPTIMIZER, spec, "test");
  }

  /** Runs an optimizer step by step and keeps its slots. */
  private static final class Stepper implements UpdateScope {
    private final TensorType type;
    private final Tensor parameter;
    private final Tensor gradient;
    private final Tensor rate;
    private final Tensor count;
    private final Map<Tensor, NdArray> slots = new LinkedHashMap<>();
    private final Map<Tensor, Tensor> assignments = new LinkedHashMap<>();
    private final Tensor next;

    Stepper(PluginSpec spec, DType dtype, int size) {
      type = new TensorType(dtype, Shape.of(size));
      parameter = Tensor.input("p", type);
      gradient = Tensor.input("g", type);
      rate = Tensor.input("rate", type.withShape(Shape.SCALAR));
      count = Tensor.input("count", type.withShape(Shape.SCALAR));
      var optimizer = configured(spec);
      next = optimizer.plugin().update(optimizer.options(), this, parameter, gradient);
      assertEquals(type, next.type());
    }

    double[] update(double[] p, double[] g, double learningRate, int step) {
      var values = new LinkedHashMap<>(slots);
      values.put(parameter, array(type, p));
      values.put(gradient, array(type, g));
      values.put(rate, array(rate.type(), learningRate));
      values.put(count, array(count.type(), step));
      var wanted = new ArrayList<>(assignments.values());
      wanted.add(next);
      var results = Evaluation.evaluate(new ReferenceBackend(), values, wanted);
      var at = 0;
      for (var slot : assignments.keySet()) {
        slots.put(slot, results.get(at++));
      }
      return results.get(at).toDoubles();
    }

    private static NdArray array(TensorType type, double... elements) {
      var array = NdArray.zeros(type);
      for (var i = 0; i < elements.length; i++) {
        array.setDouble(i, elements[i]);
      }
      return array;
    }

    @Override
    public String path() {
      return "p";
    }

    @Override
    public Tensor learningRate() {
      return rate;
    }

    @Override
    public Tensor step() {
      return count;
    }

    @Override
    public Tensor slot(String name, double initial) {
      var slot = Tensor.input(name, type);
      var values = NdArray.zeros(type);
      for (var i = 0; i < values.size(); i++) {
        values.setDouble(i, initial);
      }
      slots.put(slot, values);
      return slot;
    }

    @Override
    public void assign(Tensor slot, Tensor value) {
      assignments.put(slot, value);
    }
  }
}
