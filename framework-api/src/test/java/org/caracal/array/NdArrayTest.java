package org.caracal.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class NdArrayTest {
  @ParameterizedTest
  @EnumSource
  void holdsEveryType(DType dtype) {
    var array = NdArray.zeros(new TensorType(dtype, Shape.of(2, 2)));
    array.setDouble(3, 1);
    assertArrayEquals(new double[] {0, 0, 0, 1}, array.toDoubles());
    assertEquals(1, array.getLong(3));
    assertEquals(DType.of(dtype.toString()).orElseThrow(), array.dtype());
  }

  @Test
  void valuesAreConverted() {
    var array = NdArray.of(Shape.of(2), 0, 0);
    array.setDouble(0, 2.9);
    assertEquals(2, array.getDouble(0));
    assertEquals(-2, NdArray.of(Shape.of(1), -2.9).getLong(0));
    assertEquals(Long.MAX_VALUE, NdArray.of(Shape.of(1), Long.MAX_VALUE).getLong(0));
  }

  @Test
  void wrapsWhatFits() {
    var type = TensorType.float32(2, 2);
    var elements = new float[] {1, 2, 3, 4, 5};
    var array = NdArray.wrap(type, elements);
    elements[0] = 9;
    assertEquals(9, array.getDouble(0));
    var tooShort =
        assertThrows(IllegalArgumentException.class, () -> NdArray.wrap(type, new float[3]));
    assertEquals("float32[2, 2] needs a float[] of at least 4 elements", tooShort.getMessage());
    assertThrows(IllegalArgumentException.class, () -> NdArray.wrap(type, new double[4]));
  }

  @Test
  void aReadOnlyViewCannotBeChanged() {
    var array = NdArray.of(Shape.of(2), 1f, 2f);
    var view = array.readOnly();
    assertTrue(view.isReadOnly() && view.reshape(Shape.of(2, 1)).isReadOnly());
    assertThrows(UnsupportedOperationException.class, () -> view.setDouble(0, 3));
    assertThrows(UnsupportedOperationException.class, view::floats);
    array.setDouble(0, 7);
    assertEquals(7, view.getDouble(0));
    var copy = view.copy();
    copy.setDouble(0, 8);
    assertEquals(7, array.getDouble(0));
  }

  @Test
  void copiesParts() {
    var target = NdArray.of(Shape.of(4), 0L, 0L, 0L, 0L);
    NdArray.of(Shape.of(3), 1L, 2L, 3L).copyTo(1, target, 2, 2);
    assertArrayEquals(new long[] {0, 0, 2, 3}, target.longs());
    assertThrows(IllegalArgumentException.class, () -> target.reshape(Shape.of(3)));
  }

  @Test
  void copiesFewAndManyNumbersAlike() {
    for (var length : new int[] {0, 1, 16, 17, 40}) {
      var source = NdArray.zeros(new TensorType(DType.FLOAT32, Shape.of(50)));
      var target = NdArray.zeros(source.type());
      var expected = new float[50];
      for (var i = 0; i < 50; i++) {
        source.setDouble(i, i + 1);
      }
      System.arraycopy(source.floats(), 3, expected, 7, length);
      source.copyTo(3, target, 7, length);
      assertArrayEquals(expected, target.floats());
      assertThrows(
          IndexOutOfBoundsException.class, () -> source.copyTo(51 - length, target, 0, length));
      assertThrows(
          IndexOutOfBoundsException.class, () -> source.copyTo(0, target, 51 - length, length));
      assertArrayEquals(expected, target.floats());
    }
  }
}
