package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
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
  /** How far a derivative may be off. */
  static final double ABSOLUTE = 1e-5;

  /** How far a derivative may be off, as a share of the finite difference. */
  static final double RELATIVE = 1e-3;

  /** At most so many elements of an input are shifted, spread over it. */
  private static final int MOST_SHIFTED = 24;

  private final Backend backend;
  private final OperationCase test;
  private final List<Tensor> inputs;
  private final List<Tensor> differentiable;
  private int compared;

  /**
   * How well derivatives agree.
   *
   * @param compared number of partial derivatives that were compared, first and second
   * @param first largest deviation of a first derivative, as a share of what is allowed
   * @param second the same of the second derivatives
   */
  public record Agreement(int compared, double first, double second) {}

  private GradientCheck(Backend backend, OperationCase test) {
    this.backend = backend;
    this.test = test;
    inputs = test.tensors();
    differentiable = inputs.stream().filter(input -> input.dtype().isFloating()).toList();
  }

  /** Fails if a first or second derivative is off; empty if there is none to check. */
  public static Optional<Agreement> check(Backend backend, OperationCase test) {
    return isDifferentiable(test)
        ? Optional.of(new GradientCheck(backend, test.as(DType.FLOAT64)).check())
        : Optional.empty();
  }

  /**
   * Whether a case has something to differentiate by, and no stop within, where differences tell of
   * a slope that the derivative must not have.
   */
  static boolean isDifferentiable(OperationCase test) {
    var inputs = test.tensors();
    var result = test.function().apply(inputs);
    return inputs.stream().anyMatch(input -> input.dtype().isFloating())
        && Graphs.topologicalOrder(List.of(result)).stream()
            .noneMatch(tensor -> tensor != result && isStop(tensor));
  }

  private static boolean isStop(Tensor tensor) {
    return tensor.operation() instanceof StopGradient;
  }

  private Agreement check() {
    var result = test.function().apply(inputs);
    var value = weightedSum(List.of(result));
    var first = Differentiation.gradients(value, differentiable);
    var slope = weightedSum(first);
    var second = Differentiation.gradients(slope, differentiable);
    if (isStop(result)) {
      var zero = Tensor.constant(0, DType.FLOAT64);
      var leak = compare("first derivative behind a stop", zero, first);
      return new Agreement(compared, leak, leak);
    }
    var offFirst = compare("first derivative", value, first);
    var offSecond = compare("second derivative", slope, second);
    return new Agreement(compared, offFirst, offSecond);
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

  /** The largest deviation as a share of what is allowed. */
  private double compare(String what, Tensor function, List<Tensor> derivatives) {
    var largest = 0.0;
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
        largest =
            Math.max(
                largest, compare(what, plan, function, differentiable.get(i), computed.get(i)));
      }
    }
    return largest;
  }

  private double compare(
      String what, Plan plan, Tensor function, Tensor input, NdArray derivative) {
    var largest = 0.0;
    var given = test.inputs().get(inputs.indexOf(input));
    var stride = Math.max(1, given.size() / MOST_SHIFTED);
    for (var i = 0; i < given.size(); i += stride) {
      var up = shifted(plan, function, input, given, i, test.epsilon());
      var down = shifted(plan, function, input, given, i, -test.epsilon());
      var difference = (up - down) / (2 * test.epsilon());
      var share =
          Math.abs(derivative.getDouble(i) - difference)
              / (ABSOLUTE + RELATIVE * Math.abs(difference));
      largest = Math.max(largest, share);
      compared++;
      if (!(share <= 1)) {
        fail(
            "%s of %s by element %d of %s: computed %s, finite difference %s"
                .formatted(what, test, i, input, derivative.getDouble(i), difference));
      }
    }
    plan.feed(input).write(given.elements());
    return largest;
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
