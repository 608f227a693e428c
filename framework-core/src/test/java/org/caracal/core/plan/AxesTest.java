package org.caracal.core.plan;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.caracal.array.Shape;
import org.junit.jupiter.api.Test;

class AxesTest {
  @Test
  void extentsOfOneDoNotCount() {
    assertArrayEquals(new int[] {2, 3}, Axes.of(Shape.of(1, 2, 1, 3)));
    assertArrayEquals(new int[0], Axes.of(Shape.SCALAR));
  }

  @Test
  void shapesOfEqualSizeAreRefined() {
    assertArrayEquals(new int[] {2, 3, 4}, Axes.refine(new int[] {6, 4}, new int[] {2, 3, 4}));
    assertArrayEquals(new int[] {2, 3, 4}, Axes.refine(new int[] {6, 4}, new int[] {2, 12}));
    assertArrayEquals(new int[0], Axes.refine(new int[0], new int[0]));
    assertNull(Axes.refine(new int[] {4, 6}, new int[] {6, 4}));
    assertNull(Axes.refine(new int[] {4}, new int[] {5}));
    assertNull(Axes.refine(new int[] {0, 4}, new int[] {4, 0}));
  }

  @Test
  void repeatedAxesAreMarked() {
    var axes = new int[] {2, 3, 4};
    assertEquals(0b011, Axes.repeated(axes, Shape.of(4), Shape.of(6, 4)));
    assertEquals(0b100, Axes.repeated(axes, Shape.of(2, 3, 1), Shape.of(2, 3, 4)));
    assertEquals(0b111, Axes.repeated(axes, Shape.SCALAR, Shape.of(6, 4)));
    assertEquals(0, Axes.repeated(axes, Shape.of(1, 6, 4), Shape.of(1, 6, 4)));
  }

  @Test
  void sourcesAreWrittenAlongAShape() {
    var axes = new int[] {2, 3, 4};
    assertEquals(Shape.of(4), Axes.source(axes, 0b011, Shape.of(6, 4)));
    assertEquals(Shape.of(6, 1), Axes.source(axes, 0b100, Shape.of(6, 4)));
    assertEquals(Shape.SCALAR, Axes.source(axes, 0b111, Shape.of(6, 4)));
    assertEquals(Shape.of(1, 6, 4), Axes.source(axes, 0, Shape.of(1, 6, 4)));
    assertNull(Axes.source(axes, 0b001, Shape.of(6, 4)));
  }

  @Test
  void neighboursThatAllInputsTreatAlikeAreJoined() {
    assertEquals(Shape.of(6, 4), Axes.joined(new int[] {2, 3, 4}, List.of(0L, 0b011L)));
    assertEquals(Shape.of(24), Axes.joined(new int[] {2, 3, 4}, List.of(0L)));
    assertEquals(Shape.of(2, 3, 4), Axes.joined(new int[] {2, 3, 4}, List.of(0b001L, 0b100L)));
    assertTrue(Axes.refines(new int[] {2, 3, 4}, Shape.of(6, 1, 4)));
  }
}
