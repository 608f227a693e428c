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
  private static final Trial TRIAL = new Trial(VectorBlock.SHARE);
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
    var fourth = 3 * QUARTER * stride;
    var r13 = at + Math.min(13, count - 1) * stride - fourth;
    var r14 = at + Math.min(14, count - 1) * stride - fourth;
    var r15 = at + Math.min(15, count - 1) * stride - fourth;
    for (var i = 0; i < inner; i += QUARTER) {
      var k = Math.min(i, inner - QUARTER);
      var target = put + k * width;
      var a0 = quarters(from, at + k, at + k, stride);
      var a1 = quarters(from, r1 + k, r13 + k, stride);
      var a2 = quarters(from, r2 + k, r14 + k, stride);
      var a3 = quarters(from, r3 + k, r15 + k, stride);
      quads(a0, a1, a2, a3, to, target, width);
    }
  }

  /** Quarters of the elements of a row and of the fourth, eighth and twelfth after it. */
  private static FloatVector quarters(float[] from, int row, int last, int stride) {
    var next = QUARTER * stride - QUARTER;
    return FloatVector.fromArray(SPECIES, from, row)
        .blend(FloatVector.fromArray(SPECIES, from, row + next), SECOND)
        .blend(FloatVector.fromArray(SPECIES, from, row + 2 * next), THIRD)
        .blend(FloatVector.fromArray(SPECIES, from, last + 3 * next), FOURTH);
  }
}
