package org.caracal.backend.java.window;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The largest elements of {@code float32} planes in windows of two rows and two columns that do not
 * overlap, by the Vector API: the even and the odd columns of two vectors are brought together. One
 * thread's.
 */
final class VectorHalving {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INDICES = IntVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final VectorShuffle<Float> EVEN =
      VectorShuffle.fromOp(SPECIES, lane -> 2 * lane % LANES);
  private static final VectorShuffle<Float> ODD =
      VectorShuffle.fromOp(SPECIES, lane -> (2 * lane + 1) % LANES);
  private static final VectorMask<Float> UPPER = VectorMask.fromLong(SPECIES, -1L << LANES / 2);
  private static final IntVector STEPS = IntVector.zero(INDICES).addIndex(2);

  private final PlaneWindow window;
  private final float[] upper = new float[2 * LANES];
  private final float[] lower = new float[2 * LANES];
  private final float[] maxima = new float[LANES];
  private final int[] indices = new int[LANES];

  VectorHalving(PlaneWindow window) {
    this.window = window;
  }

  /** The maxima of one plane. */
  void max(Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (float[]) result;
    var whole = window.columns - window.columns % LANES;
    for (var row = 0; row < window.rows; row++) {
      var at = from + 2 * row * window.width;
      var put = to + row * window.columns;
      max(elements, at, elements, at + window.width, results, put, whole);
      if (whole < window.columns) {
        copyRest(elements, at, whole);
        max(upper, 0, lower, 0, maxima, 0, LANES);
        System.arraycopy(maxima, 0, results, put + whole, window.columns - whole);
      }
    }
  }

  /** The indices of the first largest elements of one plane. */
  void argMax(Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (int[]) result;
    var whole = window.columns - window.columns % LANES;
    for (var row = 0; row < window.rows; row++) {
      var first = 2 * row * window.width;
      var at = from + first;
      var put = to + row * window.columns;
      argMax(elements, at, elements, at + window.width, first, window.width, results, put, whole);
      if (whole < window.columns) {
        copyRest(elements, at, whole);
        argMax(upper, 0, lower, 0, first + 2 * whole, window.width, indices, 0, LANES);
        System.arraycopy(indices, 0, results, put + whole, window.columns - whole);
      }
    }
  }

  /** Copies what is left of two rows, so that a whole vector can be read. */
  private void copyRest(float[] elements, int at, int columns) {
    var count = 2 * (window.columns - columns);
    System.arraycopy(elements, at + 2 * columns, upper, 0, count);
    System.arraycopy(elements, at + window.width + 2 * columns, lower, 0, count);
  }

  private static void max(
      float[] a, int at, float[] b, int below, float[] result, int put, int columns) {
    for (var column = 0; column < columns; column += LANES) {
      var i = at + 2 * column;
      var j = below + 2 * column;
      var left = FloatVector.fromArray(SPECIES, a, i).max(FloatVector.fromArray(SPECIES, b, j));
      var right =
          FloatVector.fromArray(SPECIES, a, i + LANES)
              .max(FloatVector.fromArray(SPECIES, b, j + LANES));
      var even = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
      var odd = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
      even.max(odd).intoArray(result, put + column);
    }
  }

  /**
   * From the last element of a window to the first: an element takes the place of those after it if
   * it is as large, or not a number. Indices travel as the bits of {@code float32} because masks
   * are of one type.
   */
  private static void argMax(
      float[] a,
      int at,
      float[] b,
      int below,
      int first,
      int width,
      int[] result,
      int put,
      int columns) {
    var zero = IntVector.zero(INDICES).reinterpretAsFloats();
    var one = IntVector.broadcast(INDICES, 1).reinterpretAsFloats();
    var underneath = IntVector.broadcast(INDICES, width).reinterpretAsFloats();
    var last = IntVector.broadcast(INDICES, width + 1).reinterpretAsFloats();
    for (var column = 0; column < columns; column += LANES) {
      var j = below + 2 * column;
      var left = FloatVector.fromArray(SPECIES, b, j);
      var right = FloatVector.fromArray(SPECIES, b, j + LANES);
      var best = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
      var next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
      var wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
      var index = last.blend(underneath, wins);
      best = best.blend(next, wins);
      var i = at + 2 * column;
      left = FloatVector.fromArray(SPECIES, a, i);
      right = FloatVector.fromArray(SPECIES, a, i + LANES);
      next = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
      wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
      index = index.blend(one, wins);
      best = best.blend(next, wins);
      next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
      wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
      index = index.blend(zero, wins);
      index.reinterpretAsInts().add(STEPS).add(first + 2 * column).intoArray(result, put + column);
    }
  }
}
