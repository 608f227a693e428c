package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorShuffle;
import org.caracal.backend.java.parallel.Trial;

/**
 * Turns eight rows of {@code float32} into a tile whose rows have eight elements, two of which a
 * vector of sixteen lanes holds, for eight terms at a time: halves of rows are put together while
 * they are loaded, then fours and pairs of elements by shuffles, and a last one puts the elements
 * of a term together.
 */
final class WideTileTransposition extends FloatTransposition {
  private static final int LANES = 16;
  private static final Trial TRIAL = Trial.of(OPERATIONS);
  private static final int HALF = LANES / 2;

  /** The first row of the other half has to be there. */
  private static final int FEWEST = HALF / 2 + 1;

  private static final VectorMask<Float> FOURS = VectorMask.fromLong(SPECIES, 0xF0F0);
  private static final VectorShuffle<Float> BY_FOUR = VectorShuffle.fromOp(SPECIES, i -> i ^ 4);
  private static final VectorShuffle<Float> BY_TERM =
      VectorShuffle.fromOp(SPECIES, i -> i % HALF * 2 + i / HALF);

  WideTileTransposition() {
    super(HALF, FEWEST, HALF);
  }

  @Override
  Trial trial() {
    return TRIAL;
  }

  @Override
  boolean fits(int width) {
    return width == HALF;
  }

  @Override
  void block(
      float[] from, int at, int stride, int count, int inner, float[] to, int put, int width) {
    var r1 = at + stride;
    var r2 = r1 + stride;
    var r3 = r2 + stride;
    var r4 = r3 + stride;
    var r5 = at + Math.min(5, count - 1) * stride;
    var r6 = at + Math.min(6, count - 1) * stride;
    var r7 = at + Math.min(7, count - 1) * stride;
    for (var i = 0; i < inner; i += HALF) {
      var k = Math.min(i, inner - HALF);
      var target = put + k * HALF;
      var a0 =
          FloatVector.fromArray(SPECIES, from, at + k)
              .blend(FloatVector.fromArray(SPECIES, from, r4 + k - HALF), HALVES);
      var a1 =
          FloatVector.fromArray(SPECIES, from, r1 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r5 + k - HALF), HALVES);
      var a2 =
          FloatVector.fromArray(SPECIES, from, r2 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r6 + k - HALF), HALVES);
      var a3 =
          FloatVector.fromArray(SPECIES, from, r3 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r7 + k - HALF), HALVES);
      var b0 = a0.blend(a2.rearrange(BY_FOUR), FOURS);
      var b1 = a1.blend(a3.rearrange(BY_FOUR), FOURS);
      var b2 = a0.rearrange(BY_FOUR).blend(a2, FOURS);
      var b3 = a1.rearrange(BY_FOUR).blend(a3, FOURS);
      a0 = b0.blend(b1.rearrange(BY_TWO), PAIRS);
      a1 = b0.rearrange(BY_TWO).blend(b1, PAIRS);
      a2 = b2.blend(b3.rearrange(BY_TWO), PAIRS);
      a3 = b2.rearrange(BY_TWO).blend(b3, PAIRS);
      a0.rearrange(BY_TERM).intoArray(to, target);
      a1.rearrange(BY_TERM).intoArray(to, target + LANES);
      a2.rearrange(BY_TERM).intoArray(to, target + 2 * LANES);
      a3.rearrange(BY_TERM).intoArray(to, target + 3 * LANES);
    }
  }
}
