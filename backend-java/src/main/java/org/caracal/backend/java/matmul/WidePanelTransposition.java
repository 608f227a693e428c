package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import org.caracal.backend.java.parallel.Trial;

/**
 * Turns sixteen rows of {@code float32} into sixteen neighbouring columns by vectors of sixteen
 * lanes, four terms at a time: quarters of rows are put together while they are loaded, then pairs
 * and single elements exchanged by shuffles. With more terms at a time C2 of JDK 17 would not
 * inline all of it.
 */
final class WidePanelTransposition extends FloatTransposition {
  private static final int LANES = 16;
  private static final Trial TRIAL = Trial.of(OPERATIONS);
  private static final int QUARTER = LANES / 4;

  /** The first row of the last quarter has to be there, so that nothing is read behind the last. */
  private static final int FEWEST = 3 * QUARTER + 1;

  private static final VectorMask<Float> SECOND = VectorMask.fromLong(SPECIES, 0x00F0);
  private static final VectorMask<Float> THIRD = VectorMask.fromLong(SPECIES, 0x0F00);
  private static final VectorMask<Float> FOURTH = VectorMask.fromLong(SPECIES, 0xF000);

  WidePanelTransposition() {
    super(LANES, FEWEST, QUARTER);
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
    var quarter = 3 * QUARTER * stride;
    var r13 = at + Math.min(13, count - 1) * stride - quarter;
    var r14 = at + Math.min(14, count - 1) * stride - quarter;
    var r15 = at + Math.min(15, count - 1) * stride - quarter;
    var next = QUARTER * stride - QUARTER;
    var third = 2 * next;
    var fourth = 3 * next;
    for (var i = 0; i < inner; i += QUARTER) {
      var k = Math.min(i, inner - QUARTER);
      var target = put + k * width;
      var a0 =
          FloatVector.fromArray(SPECIES, from, at + k)
              .blend(FloatVector.fromArray(SPECIES, from, at + k + next), SECOND)
              .blend(FloatVector.fromArray(SPECIES, from, at + k + third), THIRD)
              .blend(FloatVector.fromArray(SPECIES, from, at + k + fourth), FOURTH);
      var a1 =
          FloatVector.fromArray(SPECIES, from, r1 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r1 + k + next), SECOND)
              .blend(FloatVector.fromArray(SPECIES, from, r1 + k + third), THIRD)
              .blend(FloatVector.fromArray(SPECIES, from, r13 + k + fourth), FOURTH);
      var a2 =
          FloatVector.fromArray(SPECIES, from, r2 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r2 + k + next), SECOND)
              .blend(FloatVector.fromArray(SPECIES, from, r2 + k + third), THIRD)
              .blend(FloatVector.fromArray(SPECIES, from, r14 + k + fourth), FOURTH);
      var a3 =
          FloatVector.fromArray(SPECIES, from, r3 + k)
              .blend(FloatVector.fromArray(SPECIES, from, r3 + k + next), SECOND)
              .blend(FloatVector.fromArray(SPECIES, from, r3 + k + third), THIRD)
              .blend(FloatVector.fromArray(SPECIES, from, r15 + k + fourth), FOURTH);
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
