package org.caracal.core.plan;

import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.graph.Binary;
import org.jspecify.annotations.Nullable;

/**
 * Takes a common factor out of a sum of two products: {@code g a + g b = g (a + b)}. Derivatives of
 * functions of one variable that is used twice have this form, and what is left in parentheses does
 * not depend on the gradient g, so that it can be computed in the forward pass.
 */
final class Factoring {
  private static final int DEEPEST = 8;

  private Factoring() {}

  /** The product, or null if the terms have no factor in common. */
  static @Nullable Node sum(Simplifier graph, Node a, Node b, TensorType type) {
    if (!isProduct(a) || !isProduct(b) || !type.dtype().isFloating()) {
      return null;
    }
    var factor = common(a, b, DEEPEST);
    if (factor == null) {
      return null;
    }
    var first = without(graph, a, factor);
    var second = without(graph, b, factor);
    if (first == null || second == null) {
      return null;
    }
    var sum = graph.make(new Binary(Binary.Function.ADD), List.of(first, second), type);
    return graph.make(new Binary(Binary.Function.MULTIPLY), List.of(factor, sum), type);
  }

  private static boolean isProduct(Node node) {
    return node.operation instanceof Binary binary
        && binary.function() == Binary.Function.MULTIPLY
        && node.constant == null;
  }

  /** The first factor of a that b has, too. */
  private static @Nullable Node common(Node a, Node b, int depth) {
    if (isProduct(a) && depth > 0) {
      var left = common(a.operands.get(0), b, depth - 1);
      return left != null ? left : common(a.operands.get(1), b, depth - 1);
    }
    return a.constant == null && isFactor(a, b, DEEPEST) ? a : null;
  }

  private static boolean isFactor(Node factor, Node product, int depth) {
    return factor == product
        || depth > 0
            && isProduct(product)
            && product.operands.stream().anyMatch(node -> isFactor(factor, node, depth - 1));
  }

  /** A product without one occurrence of a factor, or null if nothing is left. */
  private static @Nullable Node without(Simplifier graph, Node product, Node factor) {
    if (product == factor) {
      return null;
    }
    var left = product.operands.get(0);
    var right = product.operands.get(1);
    var inLeft = isFactor(factor, left, DEEPEST);
    var rest = without(graph, inLeft ? left : right, factor);
    var other = inLeft ? right : left;
    return rest == null
        ? other
        : graph.make(
            product.operation, inLeft ? List.of(rest, other) : List.of(other, rest), product.type);
  }
}
