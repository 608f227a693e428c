package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Products of {@code float32} by the Vector API. */
final class VectorFloatBlock extends Block {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** The width of its panels. */
  static final int WIDTH = 2 * LANES;

  private final float[] edge = new float[TILE * WIDTH];

  @Override
  public void multiply() {
    var a = (float[]) left;
    var b = (float[]) right;
    var c = (float[]) result;
    var at = leftAt;
    for (var row = 0; row < rows; row += TILE) {
      var count = Math.min(TILE, rows - row);
      var put = resultAt + row * resultStride;
      if (columns == WIDTH) {
        tile(a, at, b, count, c, put, resultStride);
      } else {
        for (var i = 0; i < count && add; i++) {
          System.arraycopy(c, put + i * resultStride, edge, i * WIDTH, columns);
        }
        tile(a, at, b, count, edge, 0, WIDTH);
        for (var i = 0; i < count; i++) {
          System.arraycopy(edge, i * WIDTH, c, put + i * resultStride, columns);
        }
      }
      at += leftTile;
    }
  }

  private void tile(float[] a, int at, float[] b, int count, float[] c, int put, int stride) {
    if (leftRow == 1) {
      together(inner, a, at, leftStep, b, rightAt, rightStride, count, c, put, stride, add);
    } else {
      apart(inner, a, at, leftRow, b, rightAt, rightStride, count, c, put, stride, add);
    }
  }

  /**
   * Six rows of two vectors: twelve sums, two vectors of the panel and one factor fill the sixteen
   * registers of AVX2. Written out because sums that live in arrays or pass through methods don't
   * stay in registers. Both distances are variables on purpose: where they are constants the
   * compiler drops the bounds checks, loads all factors before the first multiplication, and runs
   * out of registers. Where there are fewer rows than six the last one is stored again. The
   * elements of the rows stand together.
   */
  private static void together(
      int inner,
      float[] a,
      int left,
      int step,
      float[] b,
      int right,
      int distance,
      int rows,
      float[] c,
      int co,
      int stride,
      boolean add) {
    var c1 = rows > 1 ? co + stride : co;
    var c2 = rows > 2 ? c1 + stride : c1;
    var c3 = rows > 3 ? c2 + stride : c2;
    var c4 = rows > 4 ? c3 + stride : c3;
    var c5 = rows > 5 ? c4 + stride : c4;
    var s00 = FloatVector.zero(SPECIES);
    var s01 = FloatVector.zero(SPECIES);
    var s10 = FloatVector.zero(SPECIES);
    var s11 = FloatVector.zero(SPECIES);
    var s20 = FloatVector.zero(SPECIES);
    var s21 = FloatVector.zero(SPECIES);
    var s30 = FloatVector.zero(SPECIES);
    var s31 = FloatVector.zero(SPECIES);
    var s40 = FloatVector.zero(SPECIES);
    var s41 = FloatVector.zero(SPECIES);
    var s50 = FloatVector.zero(SPECIES);
    var s51 = FloatVector.zero(SPECIES);
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c4);
      s41 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c5);
      s51 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
    }
    var at = left;
    var bt = right;
    for (var k = 0; k < inner; k++) {
      var b0 = FloatVector.fromArray(SPECIES, b, bt);
      var b1 = FloatVector.fromArray(SPECIES, b, bt + LANES);
      bt += distance;
      var x = FloatVector.broadcast(SPECIES, a[at]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[at + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[at + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[at + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[at + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[at + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      at += step;
    }
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
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
  }

  /** The same for rows that stand apart, each with its elements together. */
  private static void apart(
      int inner,
      float[] a,
      int left,
      int row,
      float[] b,
      int right,
      int distance,
      int rows,
      float[] c,
      int co,
      int stride,
      boolean add) {
    var c1 = rows > 1 ? co + stride : co;
    var c2 = rows > 2 ? c1 + stride : c1;
    var c3 = rows > 3 ? c2 + stride : c2;
    var c4 = rows > 4 ? c3 + stride : c3;
    var c5 = rows > 5 ? c4 + stride : c4;
    var s00 = FloatVector.zero(SPECIES);
    var s01 = FloatVector.zero(SPECIES);
    var s10 = FloatVector.zero(SPECIES);
    var s11 = FloatVector.zero(SPECIES);
    var s20 = FloatVector.zero(SPECIES);
    var s21 = FloatVector.zero(SPECIES);
    var s30 = FloatVector.zero(SPECIES);
    var s31 = FloatVector.zero(SPECIES);
    var s40 = FloatVector.zero(SPECIES);
    var s41 = FloatVector.zero(SPECIES);
    var s50 = FloatVector.zero(SPECIES);
    var s51 = FloatVector.zero(SPECIES);
    if (add) {
      s00 = FloatVector.fromArray(SPECIES, c, co);
      s01 = FloatVector.fromArray(SPECIES, c, co + LANES);
      s10 = FloatVector.fromArray(SPECIES, c, c1);
      s11 = FloatVector.fromArray(SPECIES, c, c1 + LANES);
      s20 = FloatVector.fromArray(SPECIES, c, c2);
      s21 = FloatVector.fromArray(SPECIES, c, c2 + LANES);
      s30 = FloatVector.fromArray(SPECIES, c, c3);
      s31 = FloatVector.fromArray(SPECIES, c, c3 + LANES);
      s40 = FloatVector.fromArray(SPECIES, c, c4);
      s41 = FloatVector.fromArray(SPECIES, c, c4 + LANES);
      s50 = FloatVector.fromArray(SPECIES, c, c5);
      s51 = FloatVector.fromArray(SPECIES, c, c5 + LANES);
    }
    var a1 = left + row;
    var a2 = a1 + row;
    var a3 = a2 + row;
    var a4 = a3 + row;
    var a5 = a4 + row;
    var bt = right;
    for (var k = 0; k < inner; k++) {
      var b0 = FloatVector.fromArray(SPECIES, b, bt);
      var b1 = FloatVector.fromArray(SPECIES, b, bt + LANES);
      bt += distance;
      var x = FloatVector.broadcast(SPECIES, a[left + k]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + k]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[a2 + k]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + k]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[a4 + k]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + k]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
    }
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
    s00.intoArray(c, co);
    s01.intoArray(c, co + LANES);
  }
}
