package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.graph.Binary;
import org.caracal.graph.Broadcast;
import org.caracal.graph.Cast;
import org.caracal.graph.Compare;
import org.caracal.graph.Constant;
import org.caracal.graph.Input;
import org.caracal.graph.Operation;
import org.caracal.graph.Reshape;
import org.caracal.graph.Select;
import org.caracal.graph.Unary;
import org.jspecify.annotations.Nullable;

/**
 * One value in the planner's graph: simplified, without composites that the backend declined, each
 * value once. Unlike a tensor it knows its users, and when it is computed.
 */
final class Node {
  /** The segment of what is computed once, when the plan is made. */
  static final int ONCE = -1;

  final int id;
  final Operation operation;
  List<Node> operands;
  final TensorType type;

  /** The scalar of which all elements are copies, if they are known to be. */
  final @Nullable Constant constant;

  /** Whether this depends on no input but constants, so that it is computed when a plan is made. */
  final boolean once;

  /** The live nodes that have this one among their operands; set by {@link Placement}. */
  final List<Node> users = new ArrayList<>();

  /** The first segment that needs this value; set by {@link Placement}. */
  int segment = Integer.MAX_VALUE;

  /** Rank in the order of execution, larger than that of all operands; set by {@link Placement}. */
  int position;

  Node(int id, Operation operation, List<Node> operands, TensorType type, boolean once) {
    this.id = id;
    this.once = once;
    this.operation = operation;
    this.operands = operands;
    this.type = type;
    if (operation instanceof Constant scalar) {
      constant = scalar;
    } else if (operation instanceof Broadcast || operation instanceof Reshape) {
      constant = operands.get(0).constant;
    } else {
      constant = null;
    }
  }

  /** The node whose storage holds this value: a reshape has none of its own. */
  Node storage() {
    var node = this;
    while (node.operation instanceof Reshape) {
      node = node.operands.get(0);
    }
    return node;
  }

  boolean isInput() {
    return operation instanceof Input;
  }

  /** Whether this can be a step of an elementwise program. */
  boolean isElementwise() {
    return isElementwise(operation);
  }

  /** Whether an operation can be a step of an elementwise program. */
  static boolean isElementwise(Operation operation) {
    return operation instanceof Unary
        || operation instanceof Binary
        || operation instanceof Compare
        || operation instanceof Select
        || operation instanceof Cast;
  }

  /**
   * Whether this only repeats its operand, so that programs read the operand instead. A copy
   * repeats nothing.
   */
  boolean isRepetition() {
    return operation instanceof Broadcast && !type.equals(operands.get(0).type);
  }

  @Override
  public String toString() {
    return operation instanceof Input input ? input.name() : "%" + id;
  }
}
