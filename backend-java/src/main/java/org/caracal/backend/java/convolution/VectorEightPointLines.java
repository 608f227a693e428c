package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of 8 points along an axis: zero, +-p, +-q, +-r, infinity, by the Vector API. */
final class VectorEightPointLines implements TileLines {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float p;
  private final float q;
  private final float r;

  VectorEightPointLines(float[] pairs) {
    p = pairs[0];
    q = pairs[1];
    r = pairs[2];
  }

  @Override
  public void image(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var z0 = FloatVector.broadcast(SPECIES, -p * p * q * q * r * r);
    var z1 = FloatVector.broadcast(SPECIES, p * p * q * q + p * p * r * r + q * q * r * r);
    var z2 = FloatVector.broadcast(SPECIES, -(p * p + q * q + r * r));
    var e0 = FloatVector.broadcast(SPECIES, q * q * r * r);
    var e1 = FloatVector.broadcast(SPECIES, -(q * q + r * r));
    var f0 = FloatVector.broadcast(SPECIES, p * p * r * r);
    var f1 = FloatVector.broadcast(SPECIES, -(p * p + r * r));
    var g0 = FloatVector.broadcast(SPECIES, p * p * q * q);
    var g1 = FloatVector.broadcast(SPECIES, -(p * p + q * q));
    var p1 = FloatVector.broadcast(SPECIES, p);
    var p2 = FloatVector.broadcast(SPECIES, -p);
    var q1 = FloatVector.broadcast(SPECIES, q);
    var q2 = FloatVector.broadcast(SPECIES, -q);
    var r1 = FloatVector.broadcast(SPECIES, r);
    var r2 = FloatVector.broadcast(SPECIES, -r);
    for (var tile = 0; tile < strides.tiles(); tile++) {
      var a0 = at + tile * strides.fromTile();
      var a1 = a0 + step;
      var a2 = a0 + 2 * step;
      var a3 = a0 + 3 * step;
      var a4 = a0 + 4 * step;
      var a5 = a0 + 5 * step;
      var a6 = a0 + 6 * step;
      var a7 = a0 + 7 * step;
      var b0 = put + tile * strides.toTile();
      var b1 = b0 + putStep;
      var b2 = b0 + 2 * putStep;
      var b3 = b0 + 3 * putStep;
      var b4 = b0 + 4 * putStep;
      var b5 = b0 + 5 * putStep;
      var b6 = b0 + 6 * putStep;
      var b7 = b0 + 7 * putStep;
      for (var c = 0; c < count; c += LANES) {
        var x0 = FloatVector.fromArray(SPECIES, from, a0 + c);
        var x1 = FloatVector.fromArray(SPECIES, from, a1 + c);
        var x2 = FloatVector.fromArray(SPECIES, from, a2 + c);
        var x3 = FloatVector.fromArray(SPECIES, from, a3 + c);
        var x4 = FloatVector.fromArray(SPECIES, from, a4 + c);
        var x5 = FloatVector.fromArray(SPECIES, from, a5 + c);
        var x6 = FloatVector.fromArray(SPECIES, from, a6 + c);
        var x7 = FloatVector.fromArray(SPECIES, from, a7 + c);
        x0.fma(z0, x2.fma(z1, x4.fma(z2, x6))).intoArray(to, b0 + c);
        x1.fma(z0, x3.fma(z1, x5.fma(z2, x7))).intoArray(to, b7 + c);
        var even0 = x2.fma(e0, x4.fma(e1, x6));
        var odd0 = x1.fma(e0, x3.fma(e1, x5));
        odd0.fma(p1, even0).intoArray(to, b1 + c);
        odd0.fma(p2, even0).intoArray(to, b2 + c);
        var even1 = x2.fma(f0, x4.fma(f1, x6));
        var odd1 = x1.fma(f0, x3.fma(f1, x5));
        odd1.fma(q1, even1).intoArray(to, b3 + c);
        odd1.fma(q2, even1).intoArray(to, b4 + c);
        var even2 = x2.fma(g0, x4.fma(g1, x6));
        var odd2 = x1.fma(g0, x3.fma(g1, x5));
        odd2.fma(r1, even2).intoArray(to, b5 + c);
        odd2.fma(r2, even2).intoArray(to, b6 + c);
      }
    }
  }

  @Override
  public void output(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var p1 = FloatVector.broadcast(SPECIES, p);
    var p2 = FloatVector.broadcast(SPECIES, p * p);
    var p3 = FloatVector.broadcast(SPECIES, p * p * p);
    var q1 = FloatVector.broadcast(SPECIES, q);
    var q2 = FloatVector.broadcast(SPECIES, q * q);
    var q3 = FloatVector.broadcast(SPECIES, q * q * q);
    var r1 = FloatVector.broadcast(SPECIES, r);
    var r2 = FloatVector.broadcast(SPECIES, r * r);
    var r3 = FloatVector.broadcast(SPECIES, r * r * r);
    for (var tile = 0; tile < strides.tiles(); tile++) {
      var a0 = at + tile * strides.fromTile();
      var a1 = a0 + step;
      var a2 = a0 + 2 * step;
      var a3 = a0 + 3 * step;
      var a4 = a0 + 4 * step;
      var a5 = a0 + 5 * step;
      var a6 = a0 + 6 * step;
      var a7 = a0 + 7 * step;
      var b0 = put + tile * strides.toTile();
      var b1 = b0 + putStep;
      var b2 = b0 + 2 * putStep;
      var b3 = b0 + 3 * putStep;
      for (var c = 0; c < count; c += LANES) {
        var x1 = FloatVector.fromArray(SPECIES, from, a1 + c);
        var x2 = FloatVector.fromArray(SPECIES, from, a2 + c);
        var sum0 = x1.add(x2);
        var difference0 = x1.sub(x2);
        var x3 = FloatVector.fromArray(SPECIES, from, a3 + c);
        var x4 = FloatVector.fromArray(SPECIES, from, a4 + c);
        var sum1 = x3.add(x4);
        var difference1 = x3.sub(x4);
        var x5 = FloatVector.fromArray(SPECIES, from, a5 + c);
        var x6 = FloatVector.fromArray(SPECIES, from, a6 + c);
        var sum2 = x5.add(x6);
        var difference2 = x5.sub(x6);
        FloatVector.fromArray(SPECIES, from, a0 + c)
            .add(sum0.add(sum1).add(sum2))
            .intoArray(to, b0 + c);
        difference0.fma(p1, difference1.fma(q1, difference2.mul(r1))).intoArray(to, b1 + c);
        sum0.fma(p2, sum1.fma(q2, sum2.mul(r2))).intoArray(to, b2 + c);
        difference0
            .fma(
                p3,
                difference1.fma(
                    q3, difference2.fma(r3, FloatVector.fromArray(SPECIES, from, a7 + c))))
            .intoArray(to, b3 + c);
      }
    }
  }

  @Override
  public void gradient(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var p1 = FloatVector.broadcast(SPECIES, p);
    var p2 = FloatVector.broadcast(SPECIES, p * p);
    var p3 = FloatVector.broadcast(SPECIES, -p);
    var q1 = FloatVector.broadcast(SPECIES, q);
    var q2 = FloatVector.broadcast(SPECIES, q * q);
    var q3 = FloatVector.broadcast(SPECIES, -q);
    var r1 = FloatVector.broadcast(SPECIES, r);
    var r2 = FloatVector.broadcast(SPECIES, r * r);
    var r3 = FloatVector.broadcast(SPECIES, -r);
    for (var tile = 0; tile < strides.tiles(); tile++) {
      var a0 = at + tile * strides.fromTile();
      var a1 = a0 + step;
      var a2 = a0 + 2 * step;
      var a3 = a0 + 3 * step;
      var b0 = put + tile * strides.toTile();
      var b1 = b0 + putStep;
      var b2 = b0 + 2 * putStep;
      var b3 = b0 + 3 * putStep;
      var b4 = b0 + 4 * putStep;
      var b5 = b0 + 5 * putStep;
      var b6 = b0 + 6 * putStep;
      var b7 = b0 + 7 * putStep;
      for (var c = 0; c < count; c += LANES) {
        var x0 = FloatVector.fromArray(SPECIES, from, a0 + c);
        var x1 = FloatVector.fromArray(SPECIES, from, a1 + c);
        var x2 = FloatVector.fromArray(SPECIES, from, a2 + c);
        var x3 = FloatVector.fromArray(SPECIES, from, a3 + c);
        x0.intoArray(to, b0 + c);
        x3.intoArray(to, b7 + c);
        var even0 = x2.fma(p2, x0);
        var odd0 = x3.fma(p2, x1);
        odd0.fma(p1, even0).intoArray(to, b1 + c);
        odd0.fma(p3, even0).intoArray(to, b2 + c);
        var even1 = x2.fma(q2, x0);
        var odd1 = x3.fma(q2, x1);
        odd1.fma(q1, even1).intoArray(to, b3 + c);
        odd1.fma(q3, even1).intoArray(to, b4 + c);
        var even2 = x2.fma(r2, x0);
        var odd2 = x3.fma(r2, x1);
        odd2.fma(r1, even2).intoArray(to, b5 + c);
        odd2.fma(r3, even2).intoArray(to, b6 + c);
      }
    }
  }
}
