package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Turns rows of {@code float32} into neighbouring columns by the Vector API, {@code to[width k + j]
 * = from[stride j + k]}, some rows and terms at a time.
 *
 * <p>Each way is one long method, though they have steps in common: C2 would compile a shorter one
 * as a part of what calls it before it knows how often its steps run, and calls those it takes for
 * rare, so that all vectors they pass are objects.
 */
abstract class FloatTransposition {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

  static final VectorShuffle<Float> BY_TWO = VectorShuffle.fromOp(SPECIES, i -> i ^ 2);
  static final VectorShuffle<Float> BY_ONE = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

  static final VectorMask<Float> PAIRS = VectorMask.fromLong(SPECIES, 0xCCCC);
  static final VectorMask<Float> SINGLES = VectorMask.fromLong(SPECIES, 0xAAAA);
  static final VectorMask<Float> HALVES = VectorMask.fromLong(SPECIES, -1L << SPECIES.length() / 2);

  /** Operations on an element, for trials: it is put together from vectors of several rows. */
  static final int OPERATIONS = 4;

  private final int rows;
  private final int fewest;
  private final int terms;

  /**
   * A way to transpose.
   *
   * @param rows how many rows become columns at a time
   * @param fewest how many of them there have to be
   * @param terms how many of their elements become rows at a time
   */
  FloatTransposition(int rows, int fewest, int terms) {
    this.rows = rows;
    this.fewest = fewest;
    this.terms = terms;
  }

  /** When to use it. */
  abstract Trial trial();

  /** Whether rows of the result may have so many elements. */
  abstract boolean fits(int width);

  /** How many of some rows can be transposed: not the last ones if they are too few. */
  final int rows(int width, int stride, int inner, int count) {
    if (!fits(width) || Math.min(stride, inner) < terms) {
      return 0;
    }
    var rest = count % rows;
    return rest >= fewest ? count : count - rest;
  }

  /**
   * Transposes.
   *
   * @param count what {@link #rows} gives
   */
  final void run(
      float[] from, int at, int stride, int inner, int count, float[] to, int put, int width) {
    for (var j = 0; j < count; j += rows) {
      block(from, at + j * stride, stride, Math.min(rows, count - j), inner, to, put + j, width);
    }
  }

  /**
   * Transposes one group of rows; the last terms begin within those before if they would be fewer
   * than those at a time.
   *
   * @param count number of rows, not fewer than there have to be; further columns become copies of
   *     the last
   */
  abstract void block(
      float[] from, int at, int stride, int count, int inner, float[] to, int put, int width);
}
