package org.caracal.backend.java.attention;

import org.caracal.backend.java.elementwise.FloatFunctions;

/**
 * One thread's passes over scores, which stand in a row for each key and a column for each query.
 * What belongs to a query, such as its largest score, stands in an array from the index of its
 * column on.
 */
class ScorePasses {
  private final FloatFunctions functions;
  private final float[] row;
  private final float[][] scratch;

  /** Passes over at most so many queries at a time. */
  ScorePasses(FloatFunctions functions, int queries) {
    this.functions = functions;
    row = new float[queries];
    scratch = new float[FloatFunctions.BLOCKS][queries];
  }

  /**
   * Packs the features of queries as the right operand of a product, {@code to[width f + i] = from[
   * distance i + f] factor}. Where there are fewer queries than the width, the last is repeated.
   */
  static void pack(
      float[] from,
      int at,
      int distance,
      int features,
      int queries,
      float factor,
      float[] to,
      int put,
      int width) {
    for (var i = 0; i < width; i += 2) {
      var even = at + Math.min(i, queries - 1) * distance;
      var odd = at + Math.min(i + 1, queries - 1) * distance;
      if (i + 8 <= Math.min(width, queries)) {
        pack(from, even, distance, features, factor, to, put + i, width);
        i += 6;
      } else {
        for (var f = 0; f < features; f++) {
          to[put + i + f * width] = from[even + f] * factor;
          to[put + i + f * width + 1] = from[odd + f] * factor;
        }
      }
    }
  }

  /** Eight queries at once. */
  private static void pack(
      float[] from,
      int at,
      int distance,
      int features,
      float factor,
      float[] to,
      int put,
      int width) {
    var q1 = at + distance;
    var q2 = q1 + distance;
    var q3 = q2 + distance;
    var q4 = q3 + distance;
    var q5 = q4 + distance;
    var q6 = q5 + distance;
    var q7 = q6 + distance;
    var i = put;
    for (var f = 0; f < features; f++) {
      to[i] = from[at + f] * factor;
      to[i + 1] = from[q1 + f] * factor;
      to[i + 2] = from[q2 + f] * factor;
      to[i + 3] = from[q3 + f] * factor;
      to[i + 4] = from[q4 + f] * factor;
      to[i + 5] = from[q5 + f] * factor;
      to[i + 6] = from[q6 + f] * factor;
      to[i + 7] = from[q7 + f] * factor;
      i += width;
    }
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
        row[i] = x[start + i] - largest[from + i];
      }
      functions.exp(row, row, queries, scratch);
      for (var i = 0; i < queries; i++) {
        x[start + i] = row[i];
        sum[from + i] += row[i];
      }
    }
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

  /** A product of two vectors in eight sums, so that none waits for the one before. */
  static float dot(float[] a, float[] b, int at, int n) {
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
    return s0 + s4 + (s2 + s6) + (s1 + s5 + (s3 + s7));
  }
}
