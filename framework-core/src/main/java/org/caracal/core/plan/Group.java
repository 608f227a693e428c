package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise nodes that become one program, perhaps behind an operation over whose result it runs.
 * Grows by {@link Fusion}.
 */
final class Group {
  private static final int MOST_STEPS = 64;
  private static final int MOST_INPUTS = 24;

  /** The members, the last to be computed first. */
  final List<Node> members = new ArrayList<>();

  final int barrier;

  /** The first segment that needs a member. */
  int segment;

  /** The operation over whose result the program runs. */
  @Nullable Node producer;

  private final Set<Node> contents = new HashSet<>();
  private final Set<Node> inputs = new HashSet<>();
  private int[] axes;

  Group(Node first, int barrier) {
    this.barrier = barrier;
    axes = Axes.of(first.type.shape());
    segment = first.segment;
    add(first);
  }

  int[] axes() {
    return axes;
  }

  /** Whether the node is a member: computed by the program. */
  boolean contains(Node node) {
    return contents.contains(node);
  }

  /** Whether the program reads the node's storage. */
  boolean reads(Node node) {
    return inputs.contains(node);
  }

  boolean accepts(Node node) {
    return members.size() < MOST_STEPS
        && inputs.size() + node.operands.size() <= MOST_INPUTS
        && Axes.refine(axes, Axes.of(node.type.shape())) != null;
  }

  void add(Node node) {
    join(node);
    members.add(node);
    contents.add(node);
    for (var operand : node.operands) {
      if (operand.constant == null) {
        inputs.add(source(operand));
      }
    }
  }

  void attach(Node node) {
    join(node);
    producer = node;
  }

  private void join(Node node) {
    var refined = Axes.refine(axes, Axes.of(node.type.shape()));
    if (refined == null) {
      throw new IllegalStateException(node + " does not fit its group");
    }
    axes = refined;
    segment = Math.min(segment, node.segment);
    inputs.remove(node);
  }

  /** The storage that is read for an operand: a broadcast is not materialised. */
  private static Node source(Node operand) {
    var storage = operand.storage();
    return storage.isRepetition() ? storage.operands.get(0).storage() : storage;
  }
}
