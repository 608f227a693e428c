package org.caracal.core.plan;

import static java.util.Collections.disjoint;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.caracal.graph.Binary;
import org.caracal.graph.Cast;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Compare;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.MatMul;
import org.caracal.graph.Reduce;
import org.caracal.graph.Reshape;
import org.caracal.graph.Select;
import org.caracal.graph.Unary;

/**
 * Puts elementwise nodes into groups, each of which becomes one kernel. Walks from the results to
 * the inputs: a node joins the group of its users if they are all in one. If they are in several, a
 * cheap node with a single operand of full size is computed in each of them anew (that reads no
 * more memory than reading its result would), any other joins one group and is stored from there,
 * where no cycle arises. A reduction starts a group for what it reduces, and takes in others over
 * the same axes that read something in common with it. Finally matrix products and convolutions
 * become the head of the group that follows them.
 */
final class Fusion {
  /** How far it is looked for what reductions have in common. */
  private static final int MOST_SOURCES = 64;

  private final Set<Node> roots;
  private final int[] barriers;
  private final Map<Node, List<Group>> groups = new HashMap<>();
  private final List<Group> reducing = new ArrayList<>();

  /** The positions of products. */
  private final NavigableSet<Integer> products = new TreeSet<>();

  private Fusion(StepNodes step) {
    roots = step.roots();
    barriers = step.barriers();
  }

  /**
   * The groups in which each elementwise node and each reduction is computed, and for each head of
   * a group that group.
   */
  static Map<Node, List<Group>> fuse(List<Node> order, StepNodes step) {
    var fusion = new Fusion(step);
    order.stream()
        .filter(Fusion::canLead)
        .forEach(product -> fusion.products.add(product.position));
    for (var i = order.size() - 1; i >= 0; i--) {
      var node = order.get(i);
      if (node.isElementwise()) {
        fusion.assign(node);
      } else if (node.operation instanceof Reduce) {
        fusion.reduce(node);
      } else if (canLead(node)) {
        fusion.lead(node);
      }
    }
    return fusion.groups;
  }

  private static boolean canLead(Node node) {
    var operation =
        node.operation instanceof ChannelsLast images ? images.operation() : node.operation;
    return operation instanceof MatMul
        || operation instanceof Convolution
        || operation instanceof ConvolutionInputGradient;
  }

  private int barrier(Node node) {
    return node.segment == Node.ONCE ? Node.ONCE : barriers[node.segment];
  }

  private void assign(Node node) {
    var users = new Users(node);
    if (!users.external && !users.groups.isEmpty()) {
      if (users.groups.size() == 1 || isCheap(node, users.groups)) {
        if (users.groups.stream().allMatch(group -> fits(node, group))) {
          users.groups.forEach(group -> add(node, group));
          return;
        }
      }
    }
    for (var group : users.groups) {
      if (fits(node, group) && isFirst(node, group, users)) {
        add(node, group);
        return;
      }
    }
    var group = new Group(node, barrier(node));
    groups.put(node, new ArrayList<>(List.of(group)));
  }

  private void reduce(Node node) {
    var operand = node.operands.get(0);
    if (operand.type.shape().size() == 0 || operand.constant != null) {
      return;
    }
    var group = Group.of(node, barrier(node));
    if (group.reduced() == 0) {
      return;
    }
    for (var other : reducing) {
      if (other.barrier == group.barrier
          && other.acceptsReduction(node)
          && isNear(node, other)
          && sharesSource(other, node)
          && isIndependent(node, other)) {
        groups.put(node, List.of(other.reduce(node)));
        return;
      }
    }
    reducing.add(group);
    groups.put(node, List.of(group));
  }

  /**
   * Whether no product stands between: what has been read before it is no longer in the cache, and
   * would have to be kept for so long.
   */
  private boolean isNear(Node reduction, Group group) {
    var next = products.higher(reduction.position);
    return next == null || group.reductions.stream().allMatch(other -> other.position < next);
  }

  private boolean sharesSource(Group group, Node reduction) {
    var sources = sources(reduction);
    return group.reductions.stream().map(this::sources).anyMatch(it -> !disjoint(it, sources));
  }

  /** What a reduction reads, and what that is computed from elementwise, as far as of full size. */
  private Set<Node> sources(Node reduction) {
    var size = reduction.operands.get(0).type.shape().size();
    var sources = new HashSet<Node>();
    var pending = new ArrayDeque<>(reduction.operands);
    while (!pending.isEmpty()) {
      var node = pending.pop().storage();
      if (node.type.shape().size() == size
          && node.constant == null
          && !node.isRepetition()
          && sources.add(node)
          && node.isElementwise()
          && sources.size() < MOST_SOURCES) {
        pending.addAll(node.operands);
      }
    }
    return sources;
  }

  private boolean isIndependent(Node node, Group group) {
    var before = new HashSet<Object>();
    collectBefore(group, node.position - 1, before);
    return !before.contains(node);
  }

  private void lead(Node node) {
    var users = new Users(node);
    for (var group : users.groups) {
      if (group.producer == null
          && group.reductions.isEmpty()
          && fits(node, group)
          && (!users.external && users.groups.size() == 1 || isFirst(node, group, users))) {
        group.attach(node);
        groups.put(node, List.of(group));
        return;
      }
    }
  }

  private boolean fits(Node node, Group group) {
    return group.barrier == barrier(node)
        && group.accepts(node)
        && (group.reductions.isEmpty() || !isEpilogue(node));
  }

  /** Whether it is better computed from the result of a product while that is in the cache. */
  private boolean isEpilogue(Node node) {
    return node.operands.stream()
        .map(Node::storage)
        .anyMatch(
            operand ->
                canLead(operand)
                    && barrier(operand) == barrier(node)
                    && !isReadBefore(operand, node));
  }

  /** Whether a node also depends on its operand in another way. */
  private static boolean isReadBefore(Node operand, Node node) {
    var seen = new HashSet<Node>();
    var pending = new ArrayDeque<Node>();
    node.operands.stream().filter(other -> other.storage() != operand).forEach(pending::add);
    while (!pending.isEmpty()) {
      var before = pending.pop();
      if (before == operand) {
        return true;
      }
      if (before.position > operand.position && seen.add(before)) {
        pending.addAll(before.operands);
      }
    }
    return false;
  }

  private void add(Node node, Group group) {
    group.add(node);
    groups.computeIfAbsent(node, key -> new ArrayList<>()).add(group);
  }

  /**
   * Whether the node can be stored by the group for all its users: none of them runs before the
   * group.
   */
  private boolean isFirst(Node node, Group group, Users users) {
    var before = new HashSet<Object>();
    collectBefore(group, node.position, before);
    for (var user : users.all) {
      if (user.segment < group.segment || user == group.producer || before.contains(user)) {
        return false;
      }
      for (var other : groups.getOrDefault(user, List.of())) {
        if (other != group && before.contains(other)) {
          return false;
        }
      }
    }
    return true;
  }

  /**
   * What must run before the group, as far as it stands behind a position: nodes, and groups as a
   * whole.
   */
  private void collectBefore(Group group, int position, Set<Object> before) {
    var pending = new ArrayDeque<Node>();
    enter(group, before, pending);
    while (!pending.isEmpty()) {
      var node = pending.pop();
      if (node.position > position && before.add(node)) {
        var within = groups.getOrDefault(node, List.of());
        within.forEach(other -> enter(other, before, pending));
        if (within.isEmpty()) {
          pending.addAll(node.operands);
        }
      }
    }
  }

  private static void enter(Group group, Set<Object> before, ArrayDeque<Node> pending) {
    if (!before.add(group)) {
      return;
    }
    for (var member : group.members) {
      for (var operand : member.operands) {
        if (!group.contains(operand.storage())) {
          pending.add(operand);
        }
      }
    }
    for (var reduction : group.reductions) {
      if (!group.contains(reduction.operands.get(0).storage())) {
        pending.addAll(reduction.operands);
      }
    }
    if (group.producer != null) {
      pending.addAll(group.producer.operands);
    }
  }

  /** Whether computing the node anew costs no more than reading its result. */
  private static boolean isCheap(Node node, List<Group> users) {
    var operation = node.operation;
    var simple =
        operation instanceof Compare
            || operation instanceof Select
            || operation instanceof Cast
            || operation instanceof Unary unary && isCheap(unary.function())
            || operation instanceof Binary binary && isCheap(binary.function());
    var fullSize = new LinkedHashSet<Node>();
    for (var operand : node.operands) {
      var storage = operand.storage();
      if (operand.constant == null && !storage.isRepetition()) {
        fullSize.add(storage);
      }
    }
    return simple
        && (fullSize.size() <= 1
                && fullSize.stream()
                    .allMatch(source -> source.type.dtype().bytes() <= node.type.dtype().bytes())
            || users.stream()
                .allMatch(
                    group ->
                        fullSize.stream()
                            .allMatch(source -> group.reads(source) || group.contains(source))));
  }

  private static boolean isCheap(Unary.Function function) {
    return switch (function) {
      case NEGATE, ABS, SIGN, FLOOR, NOT -> true;
      default -> false;
    };
  }

  private static boolean isCheap(Binary.Function function) {
    return switch (function) {
      case ADD, SUBTRACT, MULTIPLY, MAXIMUM, MINIMUM, AND, OR -> true;
      case DIVIDE, POWER -> false;
    };
  }

  /** Who uses a node, seen through reshapes. */
  private final class Users {
    /** The users themselves. */
    final List<Node> all = new ArrayList<>();

    /** The groups of users, the first to run first as far as positions tell. */
    final List<Group> groups = new ArrayList<>();

    /** Whether the node must be stored because somebody else than a program reads it. */
    boolean external;

    Users(Node node) {
      external = roots.contains(node);
      collect(node);
    }

    private void collect(Node node) {
      for (var user : node.users) {
        if (user.operation instanceof Reshape) {
          collect(user);
        } else {
          all.add(user);
          var within = canLead(user) ? List.<Group>of() : Fusion.this.groups.get(user);
          external |= within == null || within.isEmpty();
          if (within != null) {
            within.stream().filter(group -> !groups.contains(group)).forEach(groups::add);
          }
        }
      }
    }
  }
}
