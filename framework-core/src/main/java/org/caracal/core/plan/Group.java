package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.caracal.array.Shape;
import org.caracal.graph.Reduce;
import org.jspecify.annotations.Nullable;

/**
 * Elementwise nodes that become one program, perhaps behind an operation over whose result it runs,
 * or before reductions of what it computes. Grows by {@link Fusion}.
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

  /** The reductions of what the program computes or reads, all over the same axes. */
  final List<Node> reductions = new ArrayList<>();

  private final Set<Node> contents = new HashSet<>();
  private final Set<Node> inputs = new HashSet<>();
  private int[] axes;

  Group(Node first, int barrier) {
    this.barrier = barrier;
    axes = Axes.of(first.type.shape());
    segment = first.segment;
    add(first);
  }

  /** A group that starts with a reduction, and may get what is reduced. */
  static Group of(Node reduction, int barrier) {
    return new Group(barrier, reduction.segment, Axes.of(reduction.operands.get(0).type.shape()))
        .reduce(reduction);
  }

  private Group(int barrier, int segment, int[] axes) {
    this.barrier = barrier;
    this.segment = segment;
    this.axes = axes;
  }

  int[] axes() {
    return axes;
  }

  /** Bit {@code i} tells whether axis {@code i} is reduced. */
  long reduced() {
    return reductions.isEmpty() ? 0 : reduced(axes, reductions.get(0));
  }

  private static long reduced(int[] axes, Node reduction) {
    var shape = reduction.operands.get(0).type.shape();
    var source = shape.toArray();
    ((Reduce) reduction.operation).axes().forEach(axis -> source[axis] = 1);
    return Axes.repeated(axes, Shape.of(source), shape);
  }

  /** Whether a reduction is over the same axes of the same shape as those that are there. */
  boolean acceptsReduction(Node reduction) {
    var refined = Axes.refine(axes, Axes.of(reduction.operands.get(0).type.shape()));
    return refined != null
        && inputs.size() < MOST_INPUTS
        && reduced(refined, reduction) == reduced(refined, reductions.get(0));
  }

  /** Adds a reduction. */
  Group reduce(Node reduction) {
    var operand = reduction.operands.get(0);
    axes = Objects.requireNonNull(Axes.refine(axes, Axes.of(operand.type.shape())));
    segment = Math.min(segment, reduction.segment);
    reductions.add(reduction);
    inputs.add(source(operand));
    return this;
  }

  /** Whether the node is a member: computed by the program. */
  boolean contains(Node node) {
    return contents.contains(node);
  }

  /** Whether the program reads the node's storage. */
  boolean reads(Node node) {
    return inputs.contains(node);
  }

  /** What the program reads. */
  Set<Node> inputs() {
    return Collections.unmodifiableSet(inputs);
  }

  boolean accepts(Node node) {
    return hasRoom(node, 0) && Axes.refine(axes, Axes.of(node.type.shape())) != null;
  }

  /** Whether a program may be so long that the node can join after so many others. */
  boolean hasRoom(Node node, int others) {
    return members.size() + others < MOST_STEPS
        && inputs.size() + others + node.operands.size() <= MOST_INPUTS;
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

  /** Drops all other members. */
  void keep(Set<Node> some) {
    members.retainAll(some);
    contents.retainAll(some);
    inputs.clear();
    for (var member : members) {
      for (var operand : member.operands) {
        if (operand.constant == null && !contents.contains(operand.storage())) {
          inputs.add(source(operand));
        }
      }
    }
    if (producer != null) {
      inputs.remove(producer);
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
  static Node source(Node operand) {
    var storage = operand.storage();
    return storage.isRepetition() ? storage.operands.get(0).storage() : storage;
  }
}
