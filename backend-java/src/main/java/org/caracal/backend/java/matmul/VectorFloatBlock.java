package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Products of {@code float32} by the Vector API. Six rows of two vectors are computed at a time:
 * twelve sums, two vectors of the panel and two factors fill the sixteen registers of AVX2.
 *
 * <p>The loops are written for what the compiler makes of them. Sums that live in arrays or pass
 * through methods don't stay in registers, so they are written out. Where it can prove that indexes
 * are within the arrays, because distances are constants, it drops the checks, but then loads all
 * factors before the first multiplication and runs out of registers; it moves nothing beyond a
 * comparison, hence those of the index with what it never is. What only the ends of a loop need is
 * read from fields there, and no register is taken by it before. Sums start as what is given, if it
 * be zeros, and rows that are not wanted are stored where the last one will be: a condition that
 * becomes true only late would make it compile anew, and worse.
 */
final class VectorFloatBlock extends VectorBlock {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** The width of its panels. */
  static final int WIDTH = 2 * LANES;

  // what indexes never are, unknown to the compiler if they start anywhere; variables would take
  // registers, of which there are too few
  private static final int NEVER = -1;
  private static final int NEITHER = -2;

  private static final float[] ZEROS = new float[WIDTH];

  // each loop is compiled by itself
  private static final Trial PACKED = new Trial(SHARE);
  private static final Trial LOOSE = new Trial(SHARE);
  private static final Trial APART = new Trial(SHARE);

  private final float[] edge = new float[TILE * WIDTH];

  // of one tile: what its sums start as, where they go, and the last row that is wanted
  private Object given = ZEROS;
  private int givenAt;
  private int givenStride;
  private Object target = edge;
  private int targetAt;
  private int targetStride;
  private int last;

  // the same for indexes that start at zero
  private int never = NEVER;
  private int neither = NEITHER;

  VectorFloatBlock() {
    super(new FloatBlock(WIDTH));
  }

  @Override
  Trial trial() {
    if (leftRow != 1) {
      return APART;
    }
    return isPacked() ? PACKED : LOOSE;
  }

  private boolean isPacked() {
    return leftStep == STEP && rightStride == WIDTH && WIDTH % STEP == 0;
  }

  @Override
  void multiplyByVectors() {
    var at = leftAt;
    for (var row = 0; row < rows; row += TILE) {
      last = Math.min(TILE, rows - row) - 1;
      var put = resultAt + row * resultStride;
      if (columns == WIDTH) {
        tile(at, result, put, resultStride);
      } else {
        for (var i = 0; i <= last && add; i++) {
          System.arraycopy(result, put + i * resultStride, edge, i * WIDTH, columns);
        }
        tile(at, edge, 0, WIDTH);
        for (var i = 0; i <= last; i++) {
          System.arraycopy(edge, i * WIDTH, result, put + i * resultStride, columns);
        }
      }
      at += leftTile;
    }
  }

  private void tile(int at, Object to, int put, int stride) {
    target = to;
    targetAt = put;
    targetStride = stride;
    given = add ? to : ZEROS;
    givenAt = add ? put : 0;
    givenStride = add ? stride : 0;
    if (leftRow != 1) {
      apart(at);
    } else if (isPacked()) {
      packed(at);
    } else {
      loose(at);
    }
  }

  /** Multiplies packed operands. */
  private void packed(int at) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0);
    var s01 = FloatVector.fromArray(SPECIES, g, g0 + LANES);
    var s10 = FloatVector.fromArray(SPECIES, g, g1);
    var s11 = FloatVector.fromArray(SPECIES, g, g1 + LANES);
    var s20 = FloatVector.fromArray(SPECIES, g, g2);
    var s21 = FloatVector.fromArray(SPECIES, g, g2 + LANES);
    var s30 = FloatVector.fromArray(SPECIES, g, g3);
    var s31 = FloatVector.fromArray(SPECIES, g, g3 + LANES);
    var s40 = FloatVector.fromArray(SPECIES, g, g4);
    var s41 = FloatVector.fromArray(SPECIES, g, g4 + LANES);
    var s50 = FloatVector.fromArray(SPECIES, g, g5);
    var s51 = FloatVector.fromArray(SPECIES, g, g5 + LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var bt = rightAt - at * (WIDTH / STEP);
    var end = at + inner * STEP;
    for (var ak = at; ak < end; ak += STEP) {
      var b0 = FloatVector.fromArray(SPECIES, b, bt + ak * (WIDTH / STEP));
      var b1 = FloatVector.fromArray(SPECIES, b, bt + ak * (WIDTH / STEP) + LANES);
      var x = FloatVector.broadcast(SPECIES, a[ak]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[ak + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (ak == NEVER) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[ak + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (ak == NEITHER) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[ak + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
  }

  /** Multiplies rows that stand apart by a packed panel. */
  private void apart(int at) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0);
    var s01 = FloatVector.fromArray(SPECIES, g, g0 + LANES);
    var s10 = FloatVector.fromArray(SPECIES, g, g1);
    var s11 = FloatVector.fromArray(SPECIES, g, g1 + LANES);
    var s20 = FloatVector.fromArray(SPECIES, g, g2);
    var s21 = FloatVector.fromArray(SPECIES, g, g2 + LANES);
    var s30 = FloatVector.fromArray(SPECIES, g, g3);
    var s31 = FloatVector.fromArray(SPECIES, g, g3 + LANES);
    var s40 = FloatVector.fromArray(SPECIES, g, g4);
    var s41 = FloatVector.fromArray(SPECIES, g, g4 + LANES);
    var s50 = FloatVector.fromArray(SPECIES, g, g5);
    var s51 = FloatVector.fromArray(SPECIES, g, g5 + LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var a1 = at + Math.min(1, last) * leftRow;
    var a2 = at + Math.min(2, last) * leftRow;
    var a3 = at + Math.min(3, last) * leftRow;
    var a4 = at + Math.min(4, last) * leftRow;
    var a5 = at + Math.min(5, last) * leftRow;
    var bt = rightAt;
    for (var k = 0; k < inner; k++) {
      var b0 = FloatVector.fromArray(SPECIES, b, bt + k * WIDTH);
      var b1 = FloatVector.fromArray(SPECIES, b, bt + k * WIDTH + LANES);
      var x = FloatVector.broadcast(SPECIES, a[at + k]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (k == never) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (k == neither) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a4 + k]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + k]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
  }

  /** Multiplies rows whose elements stand together by a panel, at any distances. */
  private void loose(int at) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0);
    var s01 = FloatVector.fromArray(SPECIES, g, g0 + LANES);
    var s10 = FloatVector.fromArray(SPECIES, g, g1);
    var s11 = FloatVector.fromArray(SPECIES, g, g1 + LANES);
    var s20 = FloatVector.fromArray(SPECIES, g, g2);
    var s21 = FloatVector.fromArray(SPECIES, g, g2 + LANES);
    var s30 = FloatVector.fromArray(SPECIES, g, g3);
    var s31 = FloatVector.fromArray(SPECIES, g, g3 + LANES);
    var s40 = FloatVector.fromArray(SPECIES, g, g4);
    var s41 = FloatVector.fromArray(SPECIES, g, g4 + LANES);
    var s50 = FloatVector.fromArray(SPECIES, g, g5);
    var s51 = FloatVector.fromArray(SPECIES, g, g5 + LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var ak = at;
    var bk = rightAt;
    var step = leftStep;
    var stride = rightStride;
    for (var k = 0; k < inner; k++) {
      var b0 = FloatVector.fromArray(SPECIES, b, bk);
      var b1 = FloatVector.fromArray(SPECIES, b, bk + LANES);
      var x = FloatVector.broadcast(SPECIES, a[ak]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[ak + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (ak == NEVER) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[ak + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (ak == NEITHER) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[ak + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      ak += step;
      bk += stride;
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    s50.intoArray(c, c5);
    s51.intoArray(c, c5 + LANES);
    s40.intoArray(c, c4);
    s41.intoArray(c, c4 + LANES);
    s30.intoArray(c, c3);
    s31.intoArray(c, c3 + LANES);
    s20.intoArray(c, c2);
    s21.intoArray(c, c2 + LANES);
    s10.intoArray(c, c1);
    s11.intoArray(c, c1 + LANES);
    s00.intoArray(c, c0);
    s01.intoArray(c, c0 + LANES);
  }
}
