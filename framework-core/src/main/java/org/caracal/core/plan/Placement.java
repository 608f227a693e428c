package org.caracal.core.plan;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.caracal.graph.Reshape;
import org.caracal.graph.Transpose;

/**
 * Decides in which segment each live node is computed (the first that needs it, or once if it
 * depends on no input but constants), and the order. Dead nodes are left out.
 */
final class Placement {
  private final StepNodes step;
  private final Simplifier simplifier;
  private final List<Node> order = new ArrayList<>();
  private final Set<Node> live = new HashSet<>();
  private final Set<Node> placed = new HashSet<>();

  private Placement(StepNodes step, Simplifier simplifier) {
    this.step = step;
    this.simplifier = simplifier;
  }

  /** The live nodes in order of execution; operands stand before what is computed from them. */
  static List<Node> place(StepNodes step, Simplifier simplifier) {
    var placement = new Placement(step, simplifier);
    placement.findLive();
    placement.placeAll();
    placement.giveUpdatesStorage();
    placement.keepOldValues();
    return placement.order;
  }

  private void findLive() {
    var pending = new ArrayDeque<>(step.roots());
    step.updates().keySet().forEach(pending::add);
    while (!pending.isEmpty()) {
      var node = pending.pop();
      if (live.add(node)) {
        pending.addAll(node.operands);
      }
    }
    // Roots are storage; what only reshapes them is live too.
    step.fetches().forEach(live::add);
    step.updates().values().forEach(live::add);
    if (step.observed()) {
      step.results().forEach(live::addAll);
    }
  }

  private void placeAll() {
    for (var segment = 0; segment <= step.lastSegment(); segment++) {
      for (var result : step.results().get(segment)) {
        var present = laidOut(result);
        if (live.contains(present)) {
          place(present, segment);
        }
      }
      for (var variable : step.updates().keySet()) {
        if (step.commits().get(variable) == segment) {
          place(variable, segment);
          place(step.updates().get(variable), segment);
        }
      }
    }
    step.fetches().forEach(fetch -> place(fetch, step.lastSegment()));
  }

  /** A result, or what it is another layout of if nobody needs this one. */
  private Node laidOut(Node result) {
    return !live.contains(result) && result.operation instanceof Transpose
        ? laidOut(result.operands.get(0))
        : result;
  }

  private void place(Node root, int segment) {
    var pending = new ArrayDeque<Node>();
    pending.push(root);
    while (!pending.isEmpty()) {
      var node = pending.peek();
      var before = pending.size();
      if (!placed.contains(node)) {
        for (var i = node.operands.size() - 1; i >= 0; i--) {
          if (!placed.contains(node.operands.get(i))) {
            pending.push(node.operands.get(i));
          }
        }
      }
      if (pending.size() == before) {
        pending.pop();
        if (placed.add(node)) {
          append(node, node.once ? Node.ONCE : segment);
        }
      }
    }
  }

  private void append(Node node, int segment) {
    node.segment = segment;
    node.position = 2 * order.size(); // odd positions are left for copies
    order.add(node);
    node.operands.forEach(operand -> operand.users.add(node));
  }

  /**
   * Each new value of a variable gets storage that is its own and is written in the segment of the
   * update.
   */
  private void giveUpdatesStorage() {
    var taken = new HashSet<Node>();
    for (var update : step.updates().entrySet()) {
      var commit = step.commits().get(update.getKey());
      var storage = update.getValue().storage();
      if (storage.isInput() || storage.segment != commit || !taken.add(storage)) {
        storage = simplifier.copy(update.getValue());
        append(storage, commit);
      }
      update.setValue(storage);
    }
  }

  /** Who reads the old value of a variable after its update reads a copy of it. */
  private void keepOldValues() {
    for (var variable : step.updates().keySet()) {
      var commit = step.commits().get(variable);
      var late = new ArrayList<Node>();
      collectLate(variable, commit, late);
      var first = firstResult(variable);
      var observedLate = isResultFrom(commit, variable);
      if (!late.isEmpty()
          || observedLate
          || step.fetches().stream().anyMatch(fetch -> fetch.storage() == variable)) {
        var copy = copy(variable, observedLate ? Math.min(first, commit) : commit);
        late.forEach(
            user ->
                user.operands =
                    user.operands.stream()
                        .map(operand -> moved(operand, variable, copy, user))
                        .toList());
        step.fetches().replaceAll(node -> node.storage() == variable ? copy : node);
        if (observedLate) {
          step.results()
              .forEach(
                  results -> results.replaceAll(node -> node.storage() == variable ? copy : node));
        }
      }
    }
  }

  /** The first segment that has the variable itself among its observed results. */
  private int firstResult(Node variable) {
    var segment = 0;
    while (segment <= step.lastSegment() && !isResultOf(segment, variable)) {
      segment++;
    }
    return segment;
  }

  private boolean isResultFrom(int segment, Node variable) {
    return IntStream.rangeClosed(segment, step.lastSegment())
        .anyMatch(later -> isResultOf(later, variable));
  }

  private boolean isResultOf(int segment, Node variable) {
    return step.observed()
        && step.results().get(segment).stream().anyMatch(result -> result.storage() == variable);
  }

  /** A copy of a variable, made before it is written. */
  private Node copy(Node variable, int segment) {
    var copy = simplifier.copy(variable);
    copy.segment = segment;
    copy.position = variable.position + 1;
    order.add(order.indexOf(variable) + 1, copy);
    variable.users.add(copy);
    return copy;
  }

  private static void collectLate(Node node, int commit, List<Node> late) {
    for (var user : node.users) {
      if (user.segment > commit) {
        late.add(user);
      } else if (isView(user)) {
        collectLate(user, commit, late);
      }
    }
  }

  /** Whether programs that read the node may read its operand instead. */
  private static boolean isView(Node node) {
    return node.operation instanceof Reshape || node.isRepetition();
  }

  /** The operand, or the same view of the copy if it is a view of the variable. */
  private Node moved(Node operand, Node variable, Node copy, Node user) {
    var source = operand;
    while (source != variable && isView(source)) {
      source = source.operands.get(0);
    }
    if (source != variable) {
      return operand;
    }
    operand.users.remove(user);
    var moved = viewed(operand, variable, copy);
    moved.users.add(user);
    return moved;
  }

  private Node viewed(Node view, Node variable, Node copy) {
    if (view == variable) {
      return copy;
    }
    var operand = viewed(view.operands.get(0), variable, copy);
    var viewed = simplifier.view(view, operand);
    viewed.segment = copy.segment;
    viewed.position = copy.position;
    operand.users.add(viewed);
    order.add(order.indexOf(copy) + 1, viewed);
    return viewed;
  }
}
