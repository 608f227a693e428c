package org.caracal.backend.java.window;

import static jdk.incubator.vector.FloatVector.fromArray;

import java.util.Arrays;
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
 *
 * <p>The last vector of a row ends where the row does, and repeats some of what the one before it
 * did. Where a row has fewer windows than a vector has lanes, what it writes beyond the row is
 * written anew with the next row; the last rows, behind which there is no room in the plane, are
 * copied to where there is.
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

  /** Each lane of the lower half twice, and of the upper half. */
  private static final VectorShuffle<Float> LOW = VectorShuffle.fromOp(SPECIES, lane -> lane / 2);

  private static final VectorShuffle<Float> HIGH =
      VectorShuffle.fromOp(SPECIES, lane -> (LANES + lane) / 2);

  /** The number of an element in the upper row of its window; two more is that below it. */
  private static final FloatVector NUMBERS =
      FloatVector.broadcast(SPECIES, 1f)
          .blend(0f, VectorMask.fromLong(SPECIES, 0x5555_5555_5555_5555L));

  private final PlaneWindow window;

  /** The rows whose vectors lie within the plane. */
  private final int rows;

  private final float[] two = new float[4 * LANES];
  private final float[] gradients = new float[LANES];
  private final float[] maxima = new float[LANES];
  private final int[] indices = new int[LANES];

  VectorHalving(PlaneWindow window) {
    this.window = window;
    // a vector that fits among the results fits in the plane, whose pairs of rows are longer
    var over = Math.max(0, LANES - window.columns);
    rows = Math.max(0, window.rows - (over + window.columns - 1) / window.columns);
  }

  /** The maxima of one plane. */
  void max(Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (float[]) result;
    max(elements, from, window.width, results, to, window.columns, rows);
    for (var row = rows; row < window.rows; row++) {
      copyRows(elements, from + 2 * row * window.width);
      max(two, 0, 2 * LANES, maxima, 0, LANES, 1);
      System.arraycopy(maxima, 0, results, to + row * window.columns, window.columns);
    }
  }

  /** The indices of the first largest elements of one plane. */
  void argMax(Object x, int from, Object result, int to) {
    var elements = (float[]) x;
    var results = (int[]) result;
    argMax(elements, from, window.width, window.width, results, to, window.columns, rows);
    for (var row = rows; row < window.rows; row++) {
      var first = 2 * row * window.width;
      copyRows(elements, from + first);
      argMax(two, 0, 2 * LANES, window.width, indices, 0, LANES, 1);
      for (var column = 0; column < window.columns; column++) {
        results[to + row * window.columns + column] = first + indices[column];
      }
    }
  }

  /** Gradients at the places of the first largest elements of one plane. */
  void gradient(Object x, int from, Object gradient, int at, Object result) {
    var elements = (float[]) x;
    var given = (float[]) gradient;
    var results = (float[]) result;
    gradient(elements, from, window.width, given, at, window.columns, results, rows);
    for (var row = rows; row < window.rows; row++) {
      var first = from + 2 * row * window.width;
      copyRows(elements, first);
      System.arraycopy(given, at + row * window.columns, gradients, 0, window.columns);
      gradient(two, 0, 2 * LANES, gradients, 0, LANES, two, 1);
      System.arraycopy(two, 0, results, first, 2 * window.columns);
      System.arraycopy(two, 2 * LANES, results, first + window.width, 2 * window.columns);
    }
    if (2 * window.columns < window.width) {
      for (var row = 0; row < 2 * window.rows; row++) {
        var end = from + (row + 1) * window.width;
        Arrays.fill(results, end - window.width + 2 * window.columns, end, 0);
      }
    }
    var end = from + window.height * window.width;
    Arrays.fill(results, from + 2 * window.rows * window.width, end, 0);
  }

  /** Copies two rows of few columns, so that whole vectors can be read. */
  private void copyRows(float[] elements, int at) {
    System.arraycopy(elements, at, two, 0, 2 * window.columns);
    System.arraycopy(elements, at + window.width, two, 2 * LANES, 2 * window.columns);
  }

  private static void max(
      float[] x, int from, int width, float[] result, int to, int columns, int rows) {
    var last = Math.max(0, columns - LANES);
    for (var row = 0; row < rows; row++) {
      for (var first = 0; first < columns; first += LANES) {
        var column = Math.min(first, last);
        var i = from + 2 * row * width + 2 * column;
        var j = i + width;
        var left = fromArray(SPECIES, x, i).max(fromArray(SPECIES, x, j));
        var right = fromArray(SPECIES, x, i + LANES).max(fromArray(SPECIES, x, j + LANES));
        var even = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
        var odd = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
        even.max(odd).intoArray(result, to + row * columns + column);
      }
    }
  }

  /**
   * From the last element of a window to the first: an element takes the place of those after it if
   * it is as large, or not a number. Indices travel as the bits of {@code float32} because masks
   * are of one type.
   *
   * @param indexWidth the width of the plane in which indices count
   */
  private static void argMax(
      float[] x, int from, int width, int indexWidth, int[] result, int to, int columns, int rows) {
    var zero = IntVector.zero(INDICES).reinterpretAsFloats();
    var one = IntVector.broadcast(INDICES, 1).reinterpretAsFloats();
    var underneath = IntVector.broadcast(INDICES, indexWidth).reinterpretAsFloats();
    var end = IntVector.broadcast(INDICES, indexWidth + 1).reinterpretAsFloats();
    var last = Math.max(0, columns - LANES);
    for (var row = 0; row < rows; row++) {
      for (var first = 0; first < columns; first += LANES) {
        var column = Math.min(first, last);
        var i = from + 2 * row * width + 2 * column;
        var left = fromArray(SPECIES, x, i + width);
        var right = fromArray(SPECIES, x, i + width + LANES);
        var best = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
        var next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
        var wins =
            next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        var index = end.blend(underneath, wins);
        best = best.blend(next, wins);
        left = fromArray(SPECIES, x, i);
        right = fromArray(SPECIES, x, i + LANES);
        next = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
        wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        index = index.blend(one, wins);
        best = best.blend(next, wins);
        next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
        wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        index = index.blend(zero, wins);
        index
            .reinterpretAsInts()
            .add(STEPS)
            .add(2 * row * indexWidth + 2 * column)
            .intoArray(result, to + row * columns + column);
      }
    }
  }

  /**
   * The numbers of the first largest elements in their windows, found as {@link #argMax} finds
   * them, tell which elements of both rows get the gradient. A gradient of -0 becomes 0, as it does
   * when it is added to 0.
   */
  private static void gradient(
      float[] x,
      int from,
      int width,
      float[] gradient,
      int at,
      int columns,
      float[] result,
      int rows) {
    var none = FloatVector.zero(SPECIES);
    var last = Math.max(0, columns - LANES);
    for (var row = 0; row < rows; row++) {
      for (var first = 0; first < columns; first += LANES) {
        var column = Math.min(first, last);
        var i = from + 2 * row * width + 2 * column;
        var left = fromArray(SPECIES, x, i + width);
        var right = fromArray(SPECIES, x, i + width + LANES);
        var best = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
        var next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
        var wins =
            next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        var number = FloatVector.broadcast(SPECIES, 3f).blend(2f, wins);
        best = best.blend(next, wins);
        left = fromArray(SPECIES, x, i);
        right = fromArray(SPECIES, x, i + LANES);
        next = left.rearrange(ODD).blend(right.rearrange(ODD), UPPER);
        wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        number = number.blend(1f, wins);
        best = best.blend(next, wins);
        next = left.rearrange(EVEN).blend(right.rearrange(EVEN), UPPER);
        wins = next.compare(VectorOperators.GE, best).or(next.compare(VectorOperators.NE, next));
        number = number.blend(0f, wins);
        var given = fromArray(SPECIES, gradient, at + row * columns + column).add(none);
        var numberLeft = number.rearrange(LOW).sub(NUMBERS);
        var numberRight = number.rearrange(HIGH).sub(NUMBERS);
        var givenLeft = given.rearrange(LOW);
        var givenRight = given.rearrange(HIGH);
        none.blend(givenLeft, numberLeft.compare(VectorOperators.EQ, 0f)).intoArray(result, i);
        none.blend(givenRight, numberRight.compare(VectorOperators.EQ, 0f))
            .intoArray(result, i + LANES);
        none.blend(givenLeft, numberLeft.compare(VectorOperators.EQ, 2f))
            .intoArray(result, i + width);
        none.blend(givenRight, numberRight.compare(VectorOperators.EQ, 2f))
            .intoArray(result, i + width + LANES);
      }
    }
  }
}
