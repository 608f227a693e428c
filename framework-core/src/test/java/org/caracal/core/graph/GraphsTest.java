package org.caracal.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;
import org.junit.jupiter.api.Test;

class GraphsTest {
  private final Tensor x = Tensor.input("x", TensorType.float32(2));
  private final Tensor y = Tensor.input("y", TensorType.float32(2));

  @Test
  void operandsComeFirstAndEachTensorOnce() {
    var sum = x.add(y);
    var product = sum.multiply(x);
    var order = Graphs.topologicalOrder(List.of(product, sum));
    assertEquals(4, order.size());
    for (var tensor : order) {
      tensor
          .operands()
          .forEach(operand -> assertTrue(order.indexOf(operand) < order.indexOf(tensor)));
    }
  }

  @Test
  void aDeepGraphIsWalkedWithoutRecursion() {
    var tensor = x;
    for (var i = 0; i < 100_000; i++) {
      tensor = tensor.negate();
    }
    assertEquals(100_001, Graphs.topologicalOrder(List.of(tensor)).size());
    assertEquals(1, Differentiation.gradients(tensor, List.of(x)).size());
  }

  @Test
  void substitutesAndKeepsWhatDoesNotChange() {
    var untouched = y.exp();
    var changed = x.exp();
    var roots = Graphs.substitute(List.of(untouched, changed, x), Map.of(x, y));
    assertSame(untouched, roots.get(0));
    assertSame(y, roots.get(1).operands().get(0));
    assertSame(y, roots.get(2));
  }

  @Test
  void aReplacementIsTakenAsItIs() {
    var roots = Graphs.substitute(List.of(x.exp()), Map.of(x, x.negate()));
    assertSame(x, roots.get(0).operands().get(0).operands().get(0));
  }

  @Test
  void aReplacementOfAnotherTypeIsRefused() {
    var other = Tensor.input("z", TensorType.float32(3));
    assertThrows(
        IllegalArgumentException.class,
        () -> Graphs.substitute(List.of(x.exp()), Map.of(x, other)));
  }
}
