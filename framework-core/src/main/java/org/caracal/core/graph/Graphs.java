package org.caracal.core.graph;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.graph.Tensor;

/**
 * Walks over graphs of tensors. Nothing here recurses, so that a graph may be as deep as it likes.
 */
public final class Graphs {
  private Graphs() {}

  /**
   * All tensors that lead to the roots, the roots included; each one stands behind its operands.
   */
  public static List<Tensor> topologicalOrder(List<Tensor> roots) {
    return topologicalOrder(roots, Set.of());
  }

  /**
   * As {@link #topologicalOrder(List)}, but what is computed from nothing but {@code leaves} on:
   * their operands are not visited.
   */
  public static List<Tensor> topologicalOrder(List<Tensor> roots, Set<Tensor> leaves) {
    var order = new LinkedHashSet<Tensor>();
    var pending = new ArrayDeque<Visit>();
    for (var root : roots) {
      pending.push(new Visit(root));
      while (!pending.isEmpty()) {
        var visit = pending.peek();
        var operands = leaves.contains(visit.tensor) ? List.<Tensor>of() : visit.tensor.operands();
        if (visit.next < operands.size() && !order.contains(visit.tensor)) {
          pending.push(new Visit(operands.get(visit.next++)));
        } else {
          order.add(visit.tensor);
          pending.pop();
        }
      }
    }
    return new ArrayList<>(order);
  }

  /**
   * The roots with some tensors replaced by others of the same type. What does not depend on a
   * replaced tensor stays the same object; the replacements themselves are taken as they are.
   */
  public static List<Tensor> substitute(List<Tensor> roots, Map<Tensor, Tensor> replacements) {
    var substituted = new HashMap<Tensor, Tensor>();
    for (var tensor : topologicalOrder(roots, replacements.keySet())) {
      substituted.put(tensor, substitute(tensor, replacements, substituted));
    }
    return roots.stream().map(substituted::get).toList();
  }

  private static Tensor substitute(
      Tensor tensor, Map<Tensor, Tensor> replacements, Map<Tensor, Tensor> substituted) {
    var replacement = replacements.get(tensor);
    if (replacement != null) {
      if (!replacement.type().equals(tensor.type())) {
        throw new IllegalArgumentException(
            tensor + " cannot be replaced by " + replacement + ": the types differ");
      }
      return replacement;
    }
    var operands = tensor.operands().stream().map(substituted::get).toList();
    return operands.equals(tensor.operands()) ? tensor : Tensor.of(tensor.operation(), operands);
  }

  private static final class Visit {
    private final Tensor tensor;
    private int next;

    Visit(Tensor tensor) {
      this.tensor = tensor;
    }
  }
}
