package org.caracal.array;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;

class ShapeTest {
  private final Shape shape = Shape.of(2, 3, 4);

  @Test
  void knowsSizeAndStrides() {
    assertEquals(24, shape.size());
    assertEquals(1, Shape.SCALAR.size());
    assertArrayEquals(new int[] {12, 4, 1}, shape.strides());
    assertEquals("[2, 3, 4]", shape.toString());
    assertEquals("[]", Shape.of().toString());
  }

  @Test
  void negativeAxesCountFromTheEnd() {
    assertEquals(4, shape.extent(-1));
    assertEquals(Shape.of(2, 7, 4), shape.with(-2, 7));
    var failure = assertThrows(IllegalArgumentException.class, () -> shape.axis(3));
    assertEquals("axis 3 is out of range for shape [2, 3, 4] of rank 3", failure.getMessage());
    assertThrows(IllegalArgumentException.class, () -> shape.axis(-4));
  }

  @Test
  void extentsMustBePositiveAndNotTooMany() {
    assertThrows(IllegalArgumentException.class, () -> Shape.of(2, -1));
    assertThrows(IllegalArgumentException.class, () -> Shape.of(1 << 16, 1 << 16));
    assertEquals(0, Shape.of(0, 5).size());
  }

  @Test
  void laterChangesOfTheArgumentDoNotMatter() {
    var extents = new int[] {2, 3};
    var copied = Shape.of(extents);
    extents[0] = 9;
    copied.toArray()[1] = 9;
    assertEquals(Shape.of(2, 3), copied);
  }

  @Test
  void broadcastsByTheUsualRule() {
    assertEquals(shape, Shape.broadcast(shape, Shape.of(3, 1)));
    assertEquals(shape, Shape.broadcast(Shape.SCALAR, shape));
    assertEquals(Shape.of(2, 3), Shape.broadcast(Shape.of(2, 1), Shape.of(1, 3)));
    var failure =
        assertThrows(IllegalArgumentException.class, () -> Shape.broadcast(shape, Shape.of(2, 4)));
    assertEquals("shapes [2, 3, 4] and [2, 4] do not broadcast: 3 against 2", failure.getMessage());
  }

  @Test
  void joinsAndCuts() {
    assertEquals(Shape.of(5, 2, 3, 4), shape.prepend(5));
    assertEquals(Shape.of(3), shape.slice(1, 2));
    assertEquals(shape, Shape.of(2).concat(Shape.of(3, 4)));
  }
}
