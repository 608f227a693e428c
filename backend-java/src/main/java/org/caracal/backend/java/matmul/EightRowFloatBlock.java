package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;

/**
 * Eight rows at a time, as many as a packed tile has room for: sixteen sums in the 32 registers of
 * AVX-512.
 */
final class EightRowFloatBlock extends VectorFloatBlock {
  EightRowFloatBlock() {
    super(WIDTH, false);
  }

  @Override
  void packed(int at, int panel, int terms) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var g6 = g0 + Math.min(6, last) * givenStride;
    var g7 = g0 + Math.min(7, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0).mul(ONE);
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
    var s60 = FloatVector.fromArray(SPECIES, g, g6);
    var s61 = FloatVector.fromArray(SPECIES, g, g6 + LANES);
    var s70 = FloatVector.fromArray(SPECIES, g, g7);
    var s71 = FloatVector.fromArray(SPECIES, g, g7 + LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var bt = panel - at * (WIDTH / STEP);
    var end = at + terms * STEP;
    for (var ak = at; ak < end; ak += 2 * STEP) {
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
      if (ak == NEVER - 1) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[ak + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[ak + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[ak + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      if (ak == NEVER - 2) {
        break;
      }
      b0 = FloatVector.fromArray(SPECIES, b, bt + ak * (WIDTH / STEP) + 2 * LANES);
      b1 = FloatVector.fromArray(SPECIES, b, bt + ak * (WIDTH / STEP) + 3 * LANES);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (ak == NEVER - 3) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (ak == NEVER - 4) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[ak + STEP + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    var c6 = c0 + Math.min(6, last) * targetStride;
    var c7 = c0 + Math.min(7, last) * targetStride;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
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

  @Override
  void apart(int at, int panel, int terms) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var g6 = g0 + Math.min(6, last) * givenStride;
    var g7 = g0 + Math.min(7, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0).mul(ONE);
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
    var s60 = FloatVector.fromArray(SPECIES, g, g6);
    var s61 = FloatVector.fromArray(SPECIES, g, g6 + LANES);
    var s70 = FloatVector.fromArray(SPECIES, g, g7);
    var s71 = FloatVector.fromArray(SPECIES, g, g7 + LANES);
    var a = (float[]) left;
    var b = (float[]) right;
    var a1 = Math.min(1, last) * leftRow;
    var a2 = Math.min(2, last) * leftRow;
    var a3 = Math.min(3, last) * leftRow;
    var a4 = Math.min(4, last) * leftRow;
    var a5 = Math.min(5, last) * leftRow;
    var a6 = Math.min(6, last) * leftRow;
    var a7 = Math.min(7, last) * leftRow;
    var bt = panel - at * WIDTH;
    var end = at + terms;
    for (var ak = at; ak < end; ak += 2) {
      var b0 = FloatVector.fromArray(SPECIES, b, bt + ak * WIDTH);
      var b1 = FloatVector.fromArray(SPECIES, b, bt + ak * WIDTH + LANES);
      var x = FloatVector.broadcast(SPECIES, a[ak]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + ak]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (ak == NEVER) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a2 + ak]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + ak]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (ak == NEVER - 1) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a4 + ak]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + ak]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + ak]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + ak]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      if (ak == NEVER - 2) {
        break;
      }
      b0 = FloatVector.fromArray(SPECIES, b, bt + ak * WIDTH + 2 * LANES);
      b1 = FloatVector.fromArray(SPECIES, b, bt + ak * WIDTH + 3 * LANES);
      x = FloatVector.broadcast(SPECIES, a[ak + 1]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[a1 + ak + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      if (ak == NEVER - 3) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a2 + ak + 1]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[a3 + ak + 1]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      if (ak == NEVER - 4) {
        break;
      }
      x = FloatVector.broadcast(SPECIES, a[a4 + ak + 1]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[a5 + ak + 1]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[a6 + ak + 1]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[a7 + ak + 1]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    var c6 = c0 + Math.min(6, last) * targetStride;
    var c7 = c0 + Math.min(7, last) * targetStride;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
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

  @Override
  void loose(Object from, int at, int step, int panel, int terms) {
    var g = (float[]) given;
    var g0 = givenAt;
    var g1 = g0 + Math.min(1, last) * givenStride;
    var g2 = g0 + Math.min(2, last) * givenStride;
    var g3 = g0 + Math.min(3, last) * givenStride;
    var g4 = g0 + Math.min(4, last) * givenStride;
    var g5 = g0 + Math.min(5, last) * givenStride;
    var g6 = g0 + Math.min(6, last) * givenStride;
    var g7 = g0 + Math.min(7, last) * givenStride;
    var s00 = FloatVector.fromArray(SPECIES, g, g0).mul(ONE);
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
    var s60 = FloatVector.fromArray(SPECIES, g, g6);
    var s61 = FloatVector.fromArray(SPECIES, g, g6 + LANES);
    var s70 = FloatVector.fromArray(SPECIES, g, g7);
    var s71 = FloatVector.fromArray(SPECIES, g, g7 + LANES);
    var a = (float[]) from;
    var b = (float[]) right;
    var bk = panel;
    var stride = rightStride;
    var end = at + terms * step;
    for (var ak = at; ak != end; ak += step) {
      var b0 = FloatVector.fromArray(SPECIES, b, bk);
      var b1 = FloatVector.fromArray(SPECIES, b, bk + LANES);
      var x = FloatVector.broadcast(SPECIES, a[ak]);
      s00 = x.fma(b0, s00);
      s01 = x.fma(b1, s01);
      x = FloatVector.broadcast(SPECIES, a[ak + 1]);
      s10 = x.fma(b0, s10);
      s11 = x.fma(b1, s11);
      x = FloatVector.broadcast(SPECIES, a[ak + 2]);
      s20 = x.fma(b0, s20);
      s21 = x.fma(b1, s21);
      x = FloatVector.broadcast(SPECIES, a[ak + 3]);
      s30 = x.fma(b0, s30);
      s31 = x.fma(b1, s31);
      x = FloatVector.broadcast(SPECIES, a[ak + 4]);
      s40 = x.fma(b0, s40);
      s41 = x.fma(b1, s41);
      x = FloatVector.broadcast(SPECIES, a[ak + 5]);
      s50 = x.fma(b0, s50);
      s51 = x.fma(b1, s51);
      x = FloatVector.broadcast(SPECIES, a[ak + 6]);
      s60 = x.fma(b0, s60);
      s61 = x.fma(b1, s61);
      x = FloatVector.broadcast(SPECIES, a[ak + 7]);
      s70 = x.fma(b0, s70);
      s71 = x.fma(b1, s71);
      bk += stride;
    }
    var c = (float[]) target;
    var c0 = targetAt;
    var c1 = c0 + Math.min(1, last) * targetStride;
    var c2 = c0 + Math.min(2, last) * targetStride;
    var c3 = c0 + Math.min(3, last) * targetStride;
    var c4 = c0 + Math.min(4, last) * targetStride;
    var c5 = c0 + Math.min(5, last) * targetStride;
    var c6 = c0 + Math.min(6, last) * targetStride;
    var c7 = c0 + Math.min(7, last) * targetStride;
    s70.intoArray(c, c7);
    s71.intoArray(c, c7 + LANES);
    s60.intoArray(c, c6);
    s61.intoArray(c, c6 + LANES);
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
