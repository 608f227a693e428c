package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import org.caracal.backend.java.parallel.Trial;

/**
 * Eight rows of one vector at a time, for matrices of no more columns: half of the loads and
 * multiplications of {@link EightRowFloatBlock}. Sums stand at fixed places, so that no registers
 * are taken by where they are. Indexes at any distances are computed anew for each term: C2 keeps
 * one that it adds to in a vector register, where each turn waits for the one before.
 */
final class NarrowFloatBlock extends VectorFloatBlock {
  // each loop is compiled by itself
  private static final Trial LOOSE = new Trial(SHARE);
  private static final Trial APART = new Trial(SHARE);

  NarrowFloatBlock() {
    super(LANES, true);
  }

  @Override
  Trial trial(Loop loop) {
    return loop == Loop.APART ? APART : LOOSE;
  }

  @Override
  void packed(int at, int panel, int terms) {
    loose(left, at, STEP, panel, terms);
  }

  @Override
  void apart(int at, int panel, int terms) {
    var g = (float[]) given;
    var s0 = FloatVector.fromArray(SPECIES, g, 0).mul(ONE);
    var s1 = FloatVector.fromArray(SPECIES, g, LANES);
    var s2 = FloatVector.fromArray(SPECIES, g, 2 * LANES);
    var s3 = FloatVector.fromArray(SPECIES, g, 3 * LANES);
    var s4 = FloatVector.fromArray(SPECIES, g, 4 * LANES);
    var s5 = FloatVector.fromArray(SPECIES, g, 5 * LANES);
    var s6 = FloatVector.fromArray(SPECIES, g, 6 * LANES);
    var s7 = FloatVector.fromArray(SPECIES, g, 7 * LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var a1 = Math.min(1, last) * leftRow;
    var a2 = Math.min(2, last) * leftRow;
    var a3 = Math.min(3, last) * leftRow;
    var a4 = Math.min(4, last) * leftRow;
    var a5 = Math.min(5, last) * leftRow;
    var a6 = Math.min(6, last) * leftRow;
    var a7 = Math.min(7, last) * leftRow;
    var bt = panel - at * LANES;
    var end = at + terms;
    for (var ak = at; ak < end; ak += 2) {
      var bk = FloatVector.fromArray(SPECIES, b, bt + ak * LANES);
      s0 = bk.fma(FloatVector.broadcast(SPECIES, a[ak]), s0);
      s1 = bk.fma(FloatVector.broadcast(SPECIES, a[a1 + ak]), s1);
      s2 = bk.fma(FloatVector.broadcast(SPECIES, a[a2 + ak]), s2);
      s3 = bk.fma(FloatVector.broadcast(SPECIES, a[a3 + ak]), s3);
      if (ak == NEVER) {
        break;
      }
      s4 = bk.fma(FloatVector.broadcast(SPECIES, a[a4 + ak]), s4);
      s5 = bk.fma(FloatVector.broadcast(SPECIES, a[a5 + ak]), s5);
      s6 = bk.fma(FloatVector.broadcast(SPECIES, a[a6 + ak]), s6);
      s7 = bk.fma(FloatVector.broadcast(SPECIES, a[a7 + ak]), s7);
      if (ak == NEVER - 1) {
        break;
      }
      bk = FloatVector.fromArray(SPECIES, b, bt + ak * LANES + LANES);
      s0 = bk.fma(FloatVector.broadcast(SPECIES, a[ak + 1]), s0);
      s1 = bk.fma(FloatVector.broadcast(SPECIES, a[a1 + ak + 1]), s1);
      s2 = bk.fma(FloatVector.broadcast(SPECIES, a[a2 + ak + 1]), s2);
      s3 = bk.fma(FloatVector.broadcast(SPECIES, a[a3 + ak + 1]), s3);
      if (ak == NEVER - 2) {
        break;
      }
      s4 = bk.fma(FloatVector.broadcast(SPECIES, a[a4 + ak + 1]), s4);
      s5 = bk.fma(FloatVector.broadcast(SPECIES, a[a5 + ak + 1]), s5);
      s6 = bk.fma(FloatVector.broadcast(SPECIES, a[a6 + ak + 1]), s6);
      s7 = bk.fma(FloatVector.broadcast(SPECIES, a[a7 + ak + 1]), s7);
    }
    var c = (float[]) target;
    s0.intoArray(c, 0);
    s1.intoArray(c, LANES);
    s2.intoArray(c, 2 * LANES);
    s3.intoArray(c, 3 * LANES);
    s4.intoArray(c, 4 * LANES);
    s5.intoArray(c, 5 * LANES);
    s6.intoArray(c, 6 * LANES);
    s7.intoArray(c, 7 * LANES);
  }

  @Override
  void loose(Object from, int at, int step, int panel, int terms) {
    var g = (float[]) given;
    var s0 = FloatVector.fromArray(SPECIES, g, 0).mul(ONE);
    var s1 = FloatVector.fromArray(SPECIES, g, LANES);
    var s2 = FloatVector.fromArray(SPECIES, g, 2 * LANES);
    var s3 = FloatVector.fromArray(SPECIES, g, 3 * LANES);
    var s4 = FloatVector.fromArray(SPECIES, g, 4 * LANES);
    var s5 = FloatVector.fromArray(SPECIES, g, 5 * LANES);
    var s6 = FloatVector.fromArray(SPECIES, g, 6 * LANES);
    var s7 = FloatVector.fromArray(SPECIES, g, 7 * LANES);
    var a = (float[]) from;
    var b = (float[]) right;
    var stride = rightStride;
    for (var k = 0; k < terms; k++) {
      var ak = at + k * step;
      var bk = panel + k * stride;
      var row = FloatVector.fromArray(SPECIES, b, bk);
      s0 = row.fma(FloatVector.broadcast(SPECIES, a[ak]), s0);
      s1 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 1]), s1);
      s2 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 2]), s2);
      s3 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 3]), s3);
      s4 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 4]), s4);
      s5 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 5]), s5);
      s6 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 6]), s6);
      s7 = row.fma(FloatVector.broadcast(SPECIES, a[ak + 7]), s7);
    }
    var c = (float[]) target;
    s0.intoArray(c, 0);
    s1.intoArray(c, LANES);
    s2.intoArray(c, 2 * LANES);
    s3.intoArray(c, 3 * LANES);
    s4.intoArray(c, 4 * LANES);
    s5.intoArray(c, 5 * LANES);
    s6.intoArray(c, 6 * LANES);
    s7.intoArray(c, 7 * LANES);
  }
}
