package org.caracal.core.spec;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.caracal.SpecException;
import org.caracal.core.model.Reference;
import org.caracal.model.NodeSpec;

/**
 * Puts nodes in an order in which each comes after those that it is applied to, near the order in
 * which they were written.
 */
final class NodeOrder {
  private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
  private final List<NodeSpec> ordered = new ArrayList<>();
  private final Set<String> done = new HashSet<>();

  private NodeOrder(List<NodeSpec> nodes) {
    nodes.forEach(node -> this.nodes.putIfAbsent(node.path(), node));
  }

  /**
   * The nodes in order. References to what is no node are left to the checks of the model.
   *
   * @throws SpecException if there is a cycle
   */
  static List<NodeSpec> of(List<NodeSpec> nodes) {
    var order = new NodeOrder(nodes);
    nodes.forEach(order::place);
    return order.ordered;
  }

  /** Depth first, with a stack of its own: models may be deeper than the stack of a thread. */
  private void place(NodeSpec root) {
    var open = new LinkedHashMap<String, NodeSpec>();
    Deque<NodeSpec> stack = new ArrayDeque<>(List.of(root));
    var next = new HashMap<String, Integer>();
    while (!stack.isEmpty()) {
      var node = stack.peek();
      open.put(node.path(), node);
      var input = next.merge(node.path(), 1, Integer::sum) - 1;
      if (done.contains(node.path()) || input >= node.inputs().size()) {
        stack.pop();
        open.remove(node.path());
        if (done.add(node.path())) {
          ordered.add(node);
        }
        continue;
      }
      var before = nodes.get(Reference.parse(node.inputs().get(input)).path());
      if (before != null && open.containsKey(before.path())) {
        throw cycle(open, before);
      }
      if (before != null && !done.contains(before.path())) {
        stack.push(before);
      }
    }
  }

  private static SpecException cycle(Map<String, NodeSpec> open, NodeSpec first) {
    var names =
        open.keySet().stream()
            .dropWhile(path -> !path.equals(first.path()))
            .collect(Collectors.toList());
    names.add(first.path());
    return new SpecException(
        first
            .layer()
            .location()
            .prefix("the layers form a cycle: " + String.join(" is applied to ", names)));
  }
}
