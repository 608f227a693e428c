package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Predicate;
import org.caracal.PluginException;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.SingleOperation;
import org.caracal.core.graph.Graphs;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Composite;
import org.caracal.graph.Constant;
import org.caracal.graph.Input;
import org.caracal.graph.Operation;
import org.caracal.graph.Reshape;
import org.caracal.graph.StopGradient;
import org.caracal.graph.Tensor;

/**
 * Makes the planner's graph of nodes from tensors: composites that the backend does not claim are
 * decomposed, equal values become one node, and what can be had more cheaply is rewritten. The
 * rewriting does not depend on where segments end or what is observed, so that all plans of a step
 * compute the same bits.
 */
final class Simplifier {
  private final Predicate<SingleOperation> claimed;
  private final Set<Tensor> constants;
  private final Map<Tensor, Node> nodes = new HashMap<>();
  private final Map<Key, Node> interned = new HashMap<>();
  private int count;

  /**
   * Creates a simplifier.
   *
   * @param claimed whether the backend has a kernel for a composite
   * @param constants the inputs that nobody changes
   */
  Simplifier(Predicate<SingleOperation> claimed, Set<Tensor> constants) {
    this.claimed = claimed;
    this.constants = constants;
  }

  /** The node that computes a tensor. */
  Node node(Tensor root) {
    for (var tensor : Graphs.topologicalOrder(List.of(root), nodes.keySet())) {
      if (!nodes.containsKey(tensor)) {
        nodes.put(tensor, convert(tensor));
      }
    }
    return found(root);
  }

  private Node convert(Tensor tensor) {
    var operation = tensor.operation();
    if (operation instanceof Input) {
      // equal inputs are different values
      return new Node(count++, operation, List.of(), tensor.type(), constants.contains(tensor));
    }
    if (operation instanceof StopGradient) {
      return found(tensor.operands().get(0));
    }
    if (operation instanceof Composite composite && !claims(request(tensor))) {
      return decomposed(composite, tensor);
    }
    var operands = new ArrayList<Node>(tensor.operands().size());
    for (var operand : tensor.operands()) {
      operands.add(found(operand));
    }
    return make(operation, operands, tensor.type());
  }

  private Node decomposed(Composite composite, Tensor tensor) {
    var decomposition = composite.decompose(tensor.operands());
    if (!decomposition.type().equals(tensor.type())) {
      throw new PluginException(
          composite
              + " is "
              + tensor.type()
              + ", but its decomposition is "
              + decomposition.type());
    }
    return node(decomposition);
  }

  /** Whether the backend has a kernel for a composite. */
  boolean claims(SingleOperation composite) {
    return claimed.test(composite);
  }

  /** The node for an operation on nodes, in its simplest form. */
  Node make(Operation operation, List<Node> operands, TensorType type) {
    var simpler = Simplifications.apply(this, operation, operands, type);
    if (simpler == null) {
      simpler = ImageLayout.apply(this, operation, operands, type);
    }
    return simpler != null ? simpler : intern(operation, operands, type);
  }

  /** The same elements under another shape. */
  Node reshape(Node node, Shape shape) {
    return make(new Reshape(shape), List.of(node), node.type.withShape(shape));
  }

  /** A scalar repeated to a type. */
  Node full(double value, TensorType type) {
    var scalar = intern(new Constant(value, type.dtype()), List.of(), type.withShape(Shape.SCALAR));
    return type.shape().rank() == 0
        ? scalar
        : intern(new Broadcast(type.shape()), List.of(scalar), type);
  }

  /** A copy in storage of its own, that no other node shares. */
  Node copy(Node node) {
    return node(new Broadcast(node.type.shape()), List.of(node), node.type);
  }

  /** The same operation on another operand, as a node that no other shares. */
  Node view(Node view, Node operand) {
    return node(view.operation, List.of(operand), view.type);
  }

  private Node intern(Operation operation, List<Node> operands, TensorType type) {
    return interned.computeIfAbsent(
        Key.of(operation, operands), key -> node(operation, operands, type));
  }

  private Node node(Operation operation, List<Node> operands, TensorType type) {
    var once = operands.stream().allMatch(operand -> operand.once);
    return new Node(count++, operation, operands, type, once);
  }

  private Node found(Tensor tensor) {
    return Objects.requireNonNull(nodes.get(tensor));
  }

  private static SingleOperation request(Tensor tensor) {
    return new SingleOperation(
        tensor.operation(), tensor.operands().stream().map(Tensor::type).toList());
  }

  /** What makes two values equal. */
  private record Key(Operation operation, List<Node> operands) {
    static Key of(Operation operation, List<Node> operands) {
      var swap =
          operation instanceof Binary binary
              && isCommutative(binary.function())
              && operands.get(0).id > operands.get(1).id;
      return new Key(operation, swap ? List.of(operands.get(1), operands.get(0)) : operands);
    }

    private static boolean isCommutative(Binary.Function function) {
      return switch (function) {
        case ADD, MULTIPLY, MAXIMUM, MINIMUM, AND, OR -> true;
        case SUBTRACT, DIVIDE, POWER -> false;
      };
    }
  }
}
