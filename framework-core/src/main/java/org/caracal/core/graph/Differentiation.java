package org.caracal.core.graph;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.PluginException;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Composite;
import org.caracal.graph.Constant;
import org.caracal.graph.Operation;
import org.caracal.graph.Tensor;

/**
 * Reverse-mode automatic differentiation from graph to graph: the derivatives are tensors
 * themselves and can be differentiated again, to any order.
 *
 * <p>Conventions where a function has no derivative: {@code |x|} has derivative 0 at 0, {@code
 * max(a, b)} and {@code min(a, b)} give the gradient of a tie to {@code b} (so that relu has
 * derivative 0 at 0), a tie in a reduction MAX or MIN is shared evenly, a tie in a window goes to
 * its first element, FLOOR and SIGN have derivative 0.
 */
public final class Differentiation {
  private final Set<Tensor> wanted;
  private final Map<Tensor, Tensor> gradients = new HashMap<>();

  private Differentiation(Set<Tensor> wanted) {
    this.wanted = wanted;
  }

  /**
   * The derivatives of the sum of {@code output} by each input, each of its input's type; zeros
   * where the output does not depend on the input. An input may be any tensor of the graph; if one
   * leads to another, the gradient of the first includes what flows through the second.
   *
   * @throws IllegalArgumentException if the output or an input is not of floating type
   */
  public static List<Tensor> gradients(Tensor output, List<Tensor> inputs) {
    return gradients(output, Tensor.full(1, output.type()), inputs);
  }

  /** The vector-Jacobian products of {@code output}, whose gradient is given, by each input. */
  static List<Tensor> gradients(Tensor output, Tensor gradient, List<Tensor> inputs) {
    requireFloating(output);
    inputs.forEach(Differentiation::requireFloating);
    var order = Graphs.topologicalOrder(List.of(output));
    var differentiation = new Differentiation(dependents(order, inputs));
    differentiation.add(output, gradient);
    Collections.reverse(order);
    order.forEach(differentiation::propagate);
    return inputs.stream().map(differentiation::gradient).toList();
  }

  /** All tensors of the order through which gradients flow to the inputs, the inputs included. */
  private static Set<Tensor> dependents(List<Tensor> order, List<Tensor> inputs) {
    var dependents = new HashSet<>(inputs);
    for (var tensor : order) {
      if (tensor.dtype().isFloating()
          && tensor.operands().stream().anyMatch(dependents::contains)
          && !VjpRules.WITHOUT_GRADIENT.contains(tensor.operation().getClass())) {
        dependents.add(tensor);
      }
    }
    return dependents;
  }

  private void propagate(Tensor result) {
    var gradient = gradients.get(result);
    if (gradient == null || !wanted.contains(result)) {
      return;
    }
    if (result.operation() instanceof Composite composite) {
      propagate(composite, result, gradient);
    } else {
      propagate(result.operation(), result, gradient);
    }
  }

  private <O extends Operation> void propagate(O operation, Tensor result, Tensor gradient) {
    VjpRules.of(operation)
        .ifPresent(
            rule -> {
              for (var i = 0; i < result.operands().size(); i++) {
                var operand = result.operands().get(i);
                if (wanted.contains(operand)) {
                  add(operand, rule.gradient(operation, result, gradient, i));
                }
              }
            });
  }

  private void propagate(Composite composite, Tensor result, Tensor gradient) {
    var operands = result.operands();
    var own = composite.vjp(operands, result, gradient);
    if (own.isEmpty()) {
      propagateThroughDecomposition(composite, operands, gradient);
      return;
    }
    if (own.get().size() != operands.size()) {
      throw new PluginException(
          composite
              + " has "
              + operands.size()
              + " operands, but its vjp returned "
              + own.get().size()
              + " gradients");
    }
    for (var i = 0; i < operands.size(); i++) {
      if (wanted.contains(operands.get(i))) {
        requireType(composite, operands.get(i), own.get().get(i));
        add(operands.get(i), own.get().get(i));
      }
    }
  }

  private void propagateThroughDecomposition(
      Composite composite, List<Tensor> operands, Tensor gradient) {
    // Fresh tensors stand for the operands meanwhile, so that no gradient flows from one operand
    // into another.
    var inside = operands.stream().map(Tensor::stopGradient).toList();
    var outside = new HashMap<Tensor, Tensor>();
    var inputs = new ArrayList<Tensor>();
    for (var i = 0; i < operands.size(); i++) {
      outside.put(inside.get(i), operands.get(i));
      if (wanted.contains(operands.get(i))) {
        inputs.add(inside.get(i));
      }
    }
    var contributions =
        Graphs.substitute(gradients(composite.decompose(inside), gradient, inputs), outside);
    for (var i = 0; i < inputs.size(); i++) {
      add(outside.get(inputs.get(i)), contributions.get(i));
    }
  }

  private void add(Tensor tensor, Tensor gradient) {
    if (!isZero(gradient)) {
      gradients.merge(tensor, gradient, Tensor::add);
    }
  }

  private Tensor gradient(Tensor input) {
    var gradient = gradients.get(input);
    return gradient == null ? Tensor.full(0, input.type()) : gradient;
  }

  private static boolean isZero(Tensor tensor) {
    var source = tensor.operation() instanceof Broadcast ? tensor.operands().get(0) : tensor;
    return source.operation() instanceof Constant constant && constant.value() == 0;
  }

  private static void requireFloating(Tensor tensor) {
    if (!tensor.dtype().isFloating()) {
      throw new IllegalArgumentException("only floating tensors have gradients, not " + tensor);
    }
  }

  private static void requireType(Composite composite, Tensor operand, Tensor gradient) {
    if (!gradient.type().equals(operand.type())) {
      throw new PluginException(
          composite
              + ": its vjp returned a gradient of type "
              + gradient.type()
              + " for an operand of type "
              + operand.type());
    }
  }
}
