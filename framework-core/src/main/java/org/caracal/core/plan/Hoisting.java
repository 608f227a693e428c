package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.graph.Reshape;

/**
 * Moves what a later group computes from values of an earlier one alone to that one, if less must
 * be stored between them then: of a function whose derivative is made of several values, the
 * derivative is kept and not the values. The numbers are the same bit for bit.
 */
final class Hoisting {
  private final Map<Node, List<Group>> groups;
  private final Set<Node> roots;

  private Hoisting(Map<Node, List<Group>> groups, Set<Node> roots) {
    this.groups = groups;
    this.roots = roots;
  }

  /** Changes the groups of nodes. */
  static void hoist(Map<Node, List<Group>> groups, Set<Node> roots) {
    var hoisting = new Hoisting(groups, roots);
    var all = new HashSet<Group>();
    groups.values().forEach(all::addAll);
    for (var late : inOrder(all)) {
      hoisting.earlier(late).forEach(early -> hoisting.move(early, late));
    }
  }

  /** The groups without reductions. */
  private static List<Group> inOrder(Set<Group> groups) {
    return groups.stream()
        .filter(group -> group.reductions.isEmpty())
        .sorted(Comparator.comparingInt(group -> group.members.get(0).position))
        .toList();
  }

  /** The groups whose results a group reads. */
  private List<Group> earlier(Group late) {
    var earlier = new HashSet<Group>();
    for (var input : late.inputs()) {
      for (var group : groups.getOrDefault(input, List.of())) {
        if (group != late && group.barrier == late.barrier) {
          earlier.add(group);
        }
      }
    }
    return inOrder(earlier);
  }

  private void move(Group early, Group late) {
    var moved = movable(early, late);
    if (moved.isEmpty()) {
      return;
    }
    var rest = rest(late, moved);
    var saved = 0L;
    for (var input : late.inputs()) {
      if (computes(early, input)
          && isRead(input, early, late, new HashSet<>(late.members))
          && !isRead(input, early, late, rest)) {
        saved += bytes(input);
      }
    }
    for (var node : moved) {
      if (isRead(node, early, late, rest)) {
        saved -= bytes(node);
      }
    }
    if (saved > 0) {
      for (var node : late.members) {
        if (moved.contains(node)) {
          groups.put(node, new ArrayList<>(List.of(early)));
        } else if (!rest.contains(node)) {
          groups.get(node).remove(late);
        }
      }
      moved.forEach(early::add);
      late.keep(rest);
    }
  }

  /** What only the later group computes, from nothing but what the earlier one has. */
  private Set<Node> movable(Group early, Group late) {
    var moved = new LinkedHashSet<Node>();
    var axes = early.axes();
    for (var node : inOrder(late.members)) {
      var refined = Axes.refine(axes, Axes.of(node.type.shape()));
      if (refined != null
          && groups.get(node).equals(List.of(late))
          && early.hasRoom(node, moved.size())
          && node.operands.stream().allMatch(operand -> has(early, moved, operand))) {
        moved.add(node);
        axes = refined;
      }
    }
    return moved;
  }

  private static List<Node> inOrder(List<Node> nodes) {
    return nodes.stream().sorted(Comparator.comparingInt(node -> node.position)).toList();
  }

  private static boolean has(Group early, Set<Node> moved, Node operand) {
    var storage = operand.storage();
    return operand.constant != null
        || computes(early, storage)
        || moved.contains(storage)
        || early.reads(Group.source(operand));
  }

  private static boolean computes(Group group, Node node) {
    return group.contains(node) || group.producer == node;
  }

  /** The members of a group that are still needed in it when some are computed elsewhere. */
  private Set<Node> rest(Group late, Set<Node> moved) {
    var rest = new HashSet<Node>();
    var members = new ArrayList<>(inOrder(late.members));
    Collections.reverse(members); // users stand before what they use
    for (var node : members) {
      if (!moved.contains(node)
          && (isReadOutside(node, node.users, late) || feeds(node.users, rest))) {
        rest.add(node);
      }
    }
    return rest;
  }

  private static boolean feeds(List<Node> users, Set<Node> rest) {
    return users.stream()
        .anyMatch(
            user ->
                user.operation instanceof Reshape ? feeds(user.users, rest) : rest.contains(user));
  }

  private boolean isReadOutside(Node node, List<Node> users, Group late) {
    return roots.contains(node)
        || users.stream()
            .anyMatch(
                user ->
                    user.operation instanceof Reshape
                        ? isReadOutside(node, user.users, late)
                        : !user.isElementwise()
                            || groups.get(user).stream()
                                .anyMatch(group -> group != late && !group.contains(node)));
  }

  /** Whether a value of the earlier group must be stored when the later one keeps some members. */
  private boolean isRead(Node node, Group early, Group late, Set<Node> kept) {
    return roots.contains(node) || isRead(node, node.users, early, late, kept);
  }

  private boolean isRead(Node node, List<Node> users, Group early, Group late, Set<Node> kept) {
    for (var user : users) {
      if (user.operation instanceof Reshape) {
        if (isRead(node, user.users, early, late, kept)) {
          return true;
        }
      } else if (!user.isElementwise()) {
        return true;
      } else {
        for (var group : groups.get(user)) {
          var reads =
              group == late
                  ? kept.contains(user) && !kept.contains(node)
                  : group != early && !group.contains(node);
          if (reads) {
            return true;
          }
        }
      }
    }
    return false;
  }

  private static long bytes(Node node) {
    return (long) node.type.shape().size() * node.type.dtype().bytes();
  }
}
