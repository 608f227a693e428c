package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.backend.Backend;
import org.caracal.backend.Execution;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.graph.Graphs;
import org.caracal.core.plan.Plan;
import org.caracal.core.plan.Planner;
import org.caracal.core.plan.StepGraph;
import org.caracal.graph.StopGradient;
import org.caracal.graph.Tensor;
import org.caracal.graph.Unary;

/**
 * Compares derivatives, computed on a backend in float64, with central finite differences: of a
 * weighted sum of the result by all floating inputs, and of a weighted sum of those derivatives
 * once more.
 */
public final class GradientCheck {
  private static final double ABSOLUTE = 1e-5;
  private static final double RELATIVE = 1e-3;

  /** At most so many elements of an input are shifted, spread over it. */
  private static final int MOST_SHIFTED = 24;

  private final Backend backend;
  private final OperationCase test;
  private final List<Tensor> inputs;
  private final List<Tensor> differentiable;

  private GradientCheck(Backend backend, OperationCase test) {
    this.backend = backend;
    this.test = test;
    inputs = test.tensors();
    differentiable = inputs.stream().filter(input -> input.dtype().isFloating()).toList();
  }

  /** Fails if a first or second derivative is off. */
  public static void check(Backend backend, OperationCase test) {
    new GradientCheck(backend, test.as(DType.FLOAT64)).check();
  }

  private void check() {
    if (differentiable.isEmpty()) {
      return;
    }
    var result = test.function().apply(inputs);
    var stopped =
        Graphs.topologicalOrder(List.of(result)).stream()
            .anyMatch(tensor -> tensor.operation() instanceof StopGradient);
    var value = weightedSum(List.of(result));
    var first = Differentiation.gradients(value, differentiable);
    var slope = weightedSum(first);
    var second = Differentiation.gradients(slope, differentiable);
    if (test.function().apply(inputs).operation() instanceof StopGradient) {
      compare("first derivative behind a stop", Tensor.constant(0, DType.FLOAT64), first);
    } else if (!stopped) {
      compare("first derivative", value, first);
      compare("second derivative", slope, second);
    }
  }

  /** A scalar whose derivatives see every element of the tensors, each with another weight. */
  private static Tensor weightedSum(List<Tensor> tensors) {
    var sum = Tensor.constant(0, DType.FLOAT64);
    for (var tensor : tensors) {
      var elements = tensor.cast(DType.FLOAT64).reshape(-1);
      var weights =
          Tensor.iota(elements.type(), 0).multiply(0.7).unary(Unary.Function.SIN).add(1.3);
      sum = sum.add(elements.multiply(weights).sum(false));
    }
    return sum;
  }

  private void compare(String what, Tensor function, List<Tensor> derivatives) {
    var values = new LinkedHashMap<Tensor, NdArray>();
    for (var i = 0; i < inputs.size(); i++) {
      values.put(inputs.get(i), test.inputs().get(i));
    }
    var computed = Evaluation.evaluate(backend, values, derivatives);
    try (var session = backend.open(new Execution(1));
        var plan =
            Planner.plan(
                StepGraph.of(inputs, List.of(), List.of(function)), session, Map.of(), false)) {
      values.forEach((input, value) -> plan.feed(input).write(value.elements()));
      for (var i = 0; i < differentiable.size(); i++) {
        compare(what, plan, function, differentiable.get(i), computed.get(i));
      }
    }
  }

  private void compare(String what, Plan plan, Tensor function, Tensor input, NdArray derivative) {
    var given = test.inputs().get(inputs.indexOf(input));
    var stride = Math.max(1, given.size() / MOST_SHIFTED);
    for (var i = 0; i < given.size(); i += stride) {
      var up = shifted(plan, function, input, given, i, test.epsilon());
      var down = shifted(plan, function, input, given, i, -test.epsilon());
      var difference = (up - down) / (2 * test.epsilon());
      if (!(Math.abs(derivative.getDouble(i) - difference)
          <= ABSOLUTE + RELATIVE * Math.abs(difference))) {
        fail(
            "%s of %s by element %d of %s: computed %s, finite difference %s"
                .formatted(what, test, i, input, derivative.getDouble(i), difference));
      }
    }
    plan.feed(input).write(given.elements());
  }

  private static double shifted(
      Plan plan, Tensor function, Tensor input, NdArray given, int at, double shift) {
    var values = given.copy();
    values.setDouble(at, given.getDouble(at) + shift);
    plan.feed(input).write(values.elements());
    plan.run();
    var result = new double[1];
    plan.fetch(function).read(result);
    return result[0];
  }
}
