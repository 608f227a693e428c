package org.caracal.backend.java.attention;

import static org.caracal.backend.java.elementwise.Exponential.E2;
import static org.caracal.backend.java.elementwise.Exponential.E3;
import static org.caracal.backend.java.elementwise.Exponential.E4;
import static org.caracal.backend.java.elementwise.Exponential.E5;
import static org.caracal.backend.java.elementwise.Exponential.E6;
import static org.caracal.backend.java.elementwise.Exponential.E7;
import static org.caracal.backend.java.elementwise.Exponential.LEAST;
import static org.caracal.backend.java.elementwise.Exponential.LN2_HIGH;
import static org.caracal.backend.java.elementwise.Exponential.LN2_LOW;
import static org.caracal.backend.java.elementwise.Exponential.LOG2_E;
import static org.caracal.backend.java.elementwise.Exponential.ROUND;

import org.caracal.backend.java.elementwise.FloatFunctions;

/**
 * One thread's passes over scores, which stand in a row for each key and a column for each query.
 * What belongs to a query, such as its largest score, stands in an array from the index of its
 * column on.
 */
class ScorePasses {
  /** The number of sums that a product of two vectors is made of. */
  static final int SUMS = 8;

  /** Elements in a line of the cache. */
  private static final int LINE = 16;

  private final FloatFunctions functions;
  private final float[][] scratch;
  private int touched; // so that it is not left out

  /** Passes over at most so many queries at a time. */
  ScorePasses(FloatFunctions functions, int queries) {
    this.functions = functions;
    scratch = new float[FloatFunctions.BLOCKS][queries];
  }

  /** Replaces the largest scores by these where these are larger. */
  void maximize(float[] x, int at, int stride, int keys, float[] largest, int from, int queries) {
    for (var start = at; start < at + keys * stride; start += stride) {
      for (var i = 0; i < queries; i++) {
        largest[from + i] = x[start + i] > largest[from + i] ? x[start + i] : largest[from + i];
      }
    }
  }

  /** Replaces scores by {@code e^(score - largest)}, which are added to the sums. */
  void exponentiate(
      float[] x,
      int at,
      int stride,
      int keys,
      float[] largest,
      float[] sum,
      int from,
      int queries) {
    for (var start = at; start < at + keys * stride; start += stride) {
      for (var i = 0; i < queries; i++) {
        var e = exponential(x[start + i] - largest[from + i]);
        x[start + i] = e;
        sum[from + i] += e;
      }
    }
  }

  /** The exponential of {@link FloatFunctions}, of an argument that is not positive. */
  private static float exponential(float x) {
    var y = x < LEAST ? LEAST : x;
    var t = Math.fma(y, LOG2_E, ROUND);
    var k = t - ROUND;
    y = Math.fma(k, -LN2_LOW, Math.fma(k, -LN2_HIGH, y));
    var p = Math.fma(y, E7, E6);
    p = Math.fma(p, y, E5);
    p = Math.fma(p, y, E4);
    p = Math.fma(p, y, E3);
    p = Math.fma(p, y, E2);
    p = Math.fma(Math.fma(p, y, 1), y, 1);
    return p * Float.intBitsToFloat(Float.floatToRawIntBits(t) << 23) * 2;
  }

  /** Replaces gradients g of weights by those of scores, {@code x (g - mean) factor}. */
  void differentiate(
      float[] x,
      float[] g,
      int at,
      int stride,
      int keys,
      float[] factor,
      float[] mean,
      int from,
      int queries) {
    for (var start = at; start < at + keys * stride; start += stride) {
      for (var i = 0; i < queries; i++) {
        g[start + i] = (g[start + i] - mean[from + i]) * x[start + i] * factor[from + i];
      }
    }
  }

  /** The correction for each query whose largest score has grown, {@code e^(before - largest)}. */
  final void correct(float[] before, float[] largest, int queries) {
    for (var i = 0; i < queries; i++) {
      before[i] -= largest[i];
    }
    functions.exp(before, before, queries, scratch);
  }

  /** Multiplies elements that stand together. */
  void scale(float[] x, int at, float factor, int n) {
    for (var i = at; i < at + n; i++) {
      x[i] *= factor;
    }
  }

  /** Reads elements that stand together, so that they are in the cache. */
  final void touch(float[] x, int at, int n) {
    var bits = 0;
    for (var i = at; i < at + n; i += LINE) {
      bits ^= Float.floatToRawIntBits(x[i]);
    }
    touched = bits;
  }

  /** A product of two vectors in {@link #SUMS} sums, so that none waits for the one before. */
  float dot(float[] a, float[] b, int at, int n) {
    var s0 = 0f;
    var s1 = 0f;
    var s2 = 0f;
    var s3 = 0f;
    var s4 = 0f;
    var s5 = 0f;
    var s6 = 0f;
    var s7 = 0f;
    var i = at;
    for (; i <= at + n - 8; i += 8) {
      s0 += a[i] * b[i];
      s1 += a[i + 1] * b[i + 1];
      s2 += a[i + 2] * b[i + 2];
      s3 += a[i + 3] * b[i + 3];
      s4 += a[i + 4] * b[i + 4];
      s5 += a[i + 5] * b[i + 5];
      s6 += a[i + 6] * b[i + 6];
      s7 += a[i + 7] * b[i + 7];
    }
    for (; i < at + n; i++) {
      s0 += a[i] * b[i];
    }
    return total(s0, s1, s2, s3, s4, s5, s6, s7);
  }

  /** The total of such sums. */
  static float total(
      float s0, float s1, float s2, float s3, float s4, float s5, float s6, float s7) {
    return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
  }
}
