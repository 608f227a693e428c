package org.caracal.backend.java.convolution;

/** Tiles of 6 points along an axis: zero, +-p, +-q, infinity. */
final class SixPointLines implements TileLines {
  private final float p;
  private final float q;

  SixPointLines(float[] pairs) {
    p = pairs[0];
    q = pairs[1];
  }

  @Override
  public void image(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var z0 = p * p * q * q;
    var z1 = -(p * p + q * q);
    var e0 = -q * q;
    var f0 = -p * p;
    var p1 = p;
    var q1 = q;
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
      for (var c = 0; c < count; c++) {
        var x0 = from[a0 + c];
        var x1 = from[a1 + c];
        var x2 = from[a2 + c];
        var x3 = from[a3 + c];
        var x4 = from[a4 + c];
        var x5 = from[a5 + c];
        to[b0 + c] = Math.fma(z0, x0, Math.fma(z1, x2, x4));
        to[b5 + c] = Math.fma(z0, x1, Math.fma(z1, x3, x5));
        var even0 = Math.fma(e0, x2, x4);
        var odd0 = Math.fma(e0, x1, x3);
        to[b1 + c] = Math.fma(p1, odd0, even0);
        to[b2 + c] = Math.fma(-p1, odd0, even0);
        var even1 = Math.fma(f0, x2, x4);
        var odd1 = Math.fma(f0, x1, x3);
        to[b3 + c] = Math.fma(q1, odd1, even1);
        to[b4 + c] = Math.fma(-q1, odd1, even1);
      }
    }
  }

  @Override
  public void output(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var p1 = p;
    var p2 = p * p;
    var p3 = p * p * p;
    var q1 = q;
    var q2 = q * q;
    var q3 = q * q * q;
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
      for (var c = 0; c < count; c++) {
        var x1 = from[a1 + c];
        var x2 = from[a2 + c];
        var sum0 = x1 + x2;
        var difference0 = x1 - x2;
        var x3 = from[a3 + c];
        var x4 = from[a4 + c];
        var sum1 = x3 + x4;
        var difference1 = x3 - x4;
        to[b0 + c] = from[a0 + c] + (sum0 + sum1);
        to[b1 + c] = Math.fma(p1, difference0, q1 * difference1);
        to[b2 + c] = Math.fma(p2, sum0, q2 * sum1);
        to[b3 + c] = Math.fma(p3, difference0, Math.fma(q3, difference1, from[a5 + c]));
      }
    }
  }

  @Override
  public void gradient(Strides strides, float[] from, int at, float[] to, int put) {
    var step = strides.from();
    var putStep = strides.to();
    var count = strides.count();
    var p1 = p;
    var p2 = p * p;
    var q1 = q;
    var q2 = q * q;
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
      for (var c = 0; c < count; c++) {
        var x0 = from[a0 + c];
        var x1 = from[a1 + c];
        var x2 = from[a2 + c];
        var x3 = from[a3 + c];
        to[b0 + c] = x0;
        to[b5 + c] = x3;
        var even0 = Math.fma(p2, x2, x0);
        var odd0 = Math.fma(p2, x3, x1);
        to[b1 + c] = Math.fma(p1, odd0, even0);
        to[b2 + c] = Math.fma(-p1, odd0, even0);
        var even1 = Math.fma(q2, x2, x0);
        var odd1 = Math.fma(q2, x3, x1);
        to[b3 + c] = Math.fma(q1, odd1, even1);
        to[b4 + c] = Math.fma(-q1, odd1, even1);
      }
    }
  }
}
