package org.caracal.backend.java.matmul;

import org.caracal.backend.java.parallel.Trial;

/**
 * Turns eight rows of {@code float32} into eight neighbouring columns, eight by eight elements at a
 * time: halves of rows are exchanged while they are loaded, then pairs and single elements by
 * shuffles. For vectors of eight lanes: where others are used beside the preferred ones, C2 of JDK
 * 17 keeps vectors of both as objects.
 */
final class EightLaneTransposition extends FloatTransposition {
  private static final int LANES = 8;
  private static final Trial TRIAL = new Trial(VectorBlock.SHARE);
  private static final int HALF = LANES / 2;

  /** The first row of the other half has to be there. */
  private static final int FEWEST = HALF + 1;

  EightLaneTransposition() {
    super(LANES, FEWEST, LANES);
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
    for (var i = 0; i < inner; i += LANES) {
      var k = Math.min(i, inner - LANES);
      var target = put + k * width;
      var a0 = halves(from, at + k, r4 + k - HALF);
      var a1 = halves(from, r1 + k, r5 + k - HALF);
      var a2 = halves(from, r2 + k, r6 + k - HALF);
      var a3 = halves(from, r3 + k, r7 + k - HALF);
      quads(a0, a1, a2, a3, to, target, width);
      a0 = halves(from, at + k + HALF, r4 + k);
      a1 = halves(from, r1 + k + HALF, r5 + k);
      a2 = halves(from, r2 + k + HALF, r6 + k);
      a3 = halves(from, r3 + k + HALF, r7 + k);
      quads(a0, a1, a2, a3, to, target + HALF * width, width);
    }
  }
}
