package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Tiles of 6 points along an axis: zero, +-p, +-q, infinity, by the Vector API. */
final class VectorSixPointLines implements TileLines {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private final float p;
  private final float q;

  VectorSixPointLines(float[] pairs) {
    p = pairs[0];
    q = pairs[1];
  }

  @Override
  public void image(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var z0 = FloatVector.broadcast(SPECIES, p * p * q * q);
    var z1 = FloatVector.broadcast(SPECIES, -(p * p + q * q));
    var e0 = FloatVector.broadcast(SPECIES, -q * q);
    var f0 = FloatVector.broadcast(SPECIES, -p * p);
    var p1 = FloatVector.broadcast(SPECIES, p);
    var q1 = FloatVector.broadcast(SPECIES, q);
    var p2 = FloatVector.broadcast(SPECIES, -p);
    var q2 = FloatVector.broadcast(SPECIES, -q);
    for (var tile = 0; tile < strides.tiles(); tile++) {
      var a0 = at + tile * strides.fromTile();
      var a1 = a0 + step;
      var a2 = a0 + 2 * step;
      var a3 = a0 + 3 * step;
      var a4 = a0 + 4 * step;
      var a5 = a0 + 5 * step;
      var b0 = put + tile * strides.toTile();
      var b1 = b0 + putStep;
      var b2 = b0 + 2 * putStep;
      var b3 = b0 + 3 * putStep;
      var b4 = b0 + 4 * putStep;
      var b5 = b0 + 5 * putStep;
      for (var c = 0; c < count; c += LANES) {
        var x0 = FloatVector.fromArray(SPECIES, from, a0 + c);
        var x1 = FloatVector.fromArray(SPECIES, from, a1 + c);
        var x2 = FloatVector.fromArray(SPECIES, from, a2 + c);
        var x3 = FloatVector.fromArray(SPECIES, from, a3 + c);
        var x4 = FloatVector.fromArray(SPECIES, from, a4 + c);
        var x5 = FloatVector.fromArray(SPECIES, from, a5 + c);
        x0.fma(z0, x2.fma(z1, x4)).intoArray(to, b0 + c);
        x1.fma(z0, x3.fma(z1, x5)).intoArray(to, b5 + c);
        var even0 = x2.fma(e0, x4);
        var odd0 = x1.fma(e0, x3);
        odd0.fma(p1, even0).intoArray(to, b1 + c);
        odd0.fma(p2, even0).intoArray(to, b2 + c);
        var even1 = x2.fma(f0, x4);
        var odd1 = x1.fma(f0, x3);
        odd1.fma(q1, even1).intoArray(to, b3 + c);
        odd1.fma(q2, even1).intoArray(to, b4 + c);
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
    for (var tile = 0; tile < strides.tiles(); tile++) {
      var a0 = at + tile * strides.fromTile();
      var a1 = a0 + step;
      var a2 = a0 + 2 * step;
      var a3 = a0 + 3 * step;
      var a4 = a0 + 4 * step;
      var a5 = a0 + 5 * step;
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
        FloatVector.fromArray(SPECIES, from, a0 + c).add(sum0.add(sum1)).intoArray(to, b0 + c);
        difference0.fma(p1, difference1.mul(q1)).intoArray(to, b1 + c);
        sum0.fma(p2, sum1.mul(q2)).intoArray(to, b2 + c);
        difference0
            .fma(p3, difference1.fma(q3, FloatVector.fromArray(SPECIES, from, a5 + c)))
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
      for (var c = 0; c < count; c += LANES) {
        var x0 = FloatVector.fromArray(SPECIES, from, a0 + c);
        var x1 = FloatVector.fromArray(SPECIES, from, a1 + c);
        var x2 = FloatVector.fromArray(SPECIES, from, a2 + c);
        var x3 = FloatVector.fromArray(SPECIES, from, a3 + c);
        x0.intoArray(to, b0 + c);
        x3.intoArray(to, b5 + c);
        var even0 = x2.fma(p2, x0);
        var odd0 = x3.fma(p2, x1);
        odd0.fma(p1, even0).intoArray(to, b1 + c);
        odd0.fma(p3, even0).intoArray(to, b2 + c);
        var even1 = x2.fma(q2, x0);
        var odd1 = x3.fma(q2, x1);
        odd1.fma(q1, even1).intoArray(to, b3 + c);
        odd1.fma(q3, even1).intoArray(to, b4 + c);
      }
    }
  }
}
