package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import org.caracal.backend.java.parallel.Trial;

/**
 * Turns eight rows of {@code float32} into eight neighbouring columns, four terms at a time: halves
 * of rows are put together while they are loaded, then pairs and single elements exchanged by
 * shuffles. For vectors of eight lanes: where others are used beside the preferred ones, C2 of JDK
 * 17 keeps vectors of both as objects.
 */
final class EightLaneTransposition extends FloatTransposition {
  private static final int LANES = 8;
  private static final Trial TRIAL = Trial.of(OPERATIONS);
  private static final int HALF = LANES / 2;

  /** The first row of the other half has to be there. */
  private static final int FEWEST = HALF + 1;

  EightLaneTransposition() {
    super(LANES, FEWEST, HALF);
  }

  @Override
  Trial trial() {
    return TRIAL;
  }

  @Override
  boolean fits(int width) {
    return width % LANES == 0;
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
      var target = put + k * width;
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
      var b0 = a0.blend(a2.rearrange(BY_TWO), PAIRS);
      var b1 = a1.blend(a3.rearrange(BY_TWO), PAIRS);
      var b2 = a0.rearrange(BY_TWO).blend(a2, PAIRS);
      var b3 = a1.rearrange(BY_TWO).blend(a3, PAIRS);
      b0.blend(b1.rearrange(BY_ONE), SINGLES).intoArray(to, target);
      b0.rearrange(BY_ONE).blend(b1, SINGLES).intoArray(to, target + width);
      b2.blend(b3.rearrange(BY_ONE), SINGLES).intoArray(to, target + 2 * width);
      b2.rearrange(BY_ONE).blend(b3, SINGLES).intoArray(to, target + 3 * width);
    }
  }
}
