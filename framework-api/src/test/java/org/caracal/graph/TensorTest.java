package org.caracal.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.junit.jupiter.api.Test;

class TensorTest {
  private final Tensor x = Tensor.input("x", TensorType.float32(2, 3, 4));

  @Test
  void arithmeticBroadcastsItsOperands() {
    var row = Tensor.input("row", TensorType.float32(4));
    var sum = row.add(x);
    assertEquals(x.type(), sum.type());
    assertEquals(new Broadcast(x.shape()), sum.operands().get(0).operation());
    assertSame(x, sum.operands().get(1));
    assertEquals(DType.BOOL, x.compare(Compare.Relation.LESS, row).dtype());
    assertEquals(x.type(), x.compare(Compare.Relation.LESS, 0).select(row, x).type());
  }

  @Test
  void operandsOfDifferentTypesAreRefused() {
    var doubles = Tensor.input("d", new TensorType(DType.FLOAT64, x.shape()));
    var failure = assertThrows(IllegalArgumentException.class, () -> x.add(doubles));
    assertTrue(failure.getMessage().contains("float64[2, 3, 4]"), failure.getMessage());
  }

  @Test
  void reductionsKeepOrDropAxes() {
    assertEquals(Shape.of(2, 4), x.sum(false, 1).shape());
    assertEquals(Shape.of(2, 1, 4), x.max(true, -2).shape());
    assertEquals(Shape.SCALAR, x.mean(false).shape());
    assertEquals(Shape.of(1, 1, 1), x.mean(true).shape());
  }

  @Test
  void aMatrixIsAppliedToAllRows() {
    var matrix = Tensor.input("m", TensorType.float32(4, 5));
    assertEquals(Shape.of(2, 3, 5), x.matmul(matrix).shape());
    assertEquals(Shape.of(2, 3, 3), x.matmul(x.transposeMatrix()).shape());
    assertThrows(
        IllegalArgumentException.class, () -> x.matmul(Tensor.input("v", TensorType.float32(4))));
  }

  @Test
  void leadingAxesOfProductsAreBroadcast() {
    var one = Tensor.input("one", TensorType.float32(1, 4, 5));
    assertEquals(Shape.of(2, 3, 5), x.matmul(one).shape());
  }

  @Test
  void anExtentOfAReshapeCanBeComputed() {
    assertEquals(Shape.of(6, 4), x.reshape(-1, 4).shape());
    assertThrows(IllegalArgumentException.class, () -> x.reshape(-1, 5));
    assertThrows(IllegalArgumentException.class, () -> x.reshape(-1, -1));
    assertThrows(IllegalArgumentException.class, () -> x.reshape(-1, 0));
    assertSame(x, x.reshape(2, 3, 4));
  }

  @Test
  void partsAreTakenAlongOneAxis() {
    assertEquals(Shape.of(2, 2, 4), x.slice(1, 1, 3).shape());
    assertEquals(Shape.of(2, 3, 7), x.pad(-1, 1, 2, 0).shape());
    assertEquals(Shape.of(2, 6, 4), Tensor.concat(1, List.of(x, x)).shape());
  }

  @Test
  void everyInputIsItsOwn() {
    assertNotEquals(Tensor.input("x", x.type()), Tensor.input("x", x.type()));
  }

  @Test
  void castToTheSameTypeIsNothing() {
    assertSame(x, x.cast(DType.FLOAT32));
    assertEquals(DType.INT32, x.cast(DType.INT32).dtype());
  }
}
