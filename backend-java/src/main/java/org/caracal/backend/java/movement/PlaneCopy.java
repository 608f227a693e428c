package org.caracal.backend.java.movement;

import org.caracal.array.DType;

/** Copies a plane of elements between two arrays of one type, each with two strides of its own. */
@FunctionalInterface
public interface PlaneCopy {
  /** {@code target[to + i ti + j tj] = source[from + i si + j sj]} for i below n and j below m. */
  void run(
      Object source, int from, int si, int sj, Object target, int to, int ti, int tj, int n, int m);

  /** The copy for an element type. */
  static PlaneCopy of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> PlaneCopy::floats;
      case FLOAT64 -> PlaneCopy::doubles;
      case INT32 -> PlaneCopy::ints;
      case INT64 -> PlaneCopy::longs;
      case BOOL -> PlaneCopy::bytes;
    };
  }

  private static void floats(
      Object source,
      int from,
      int si,
      int sj,
      Object target,
      int to,
      int ti,
      int tj,
      int n,
      int m) {
    var s = (float[]) source;
    var t = (float[]) target;
    var done = si == 1 && tj == 1 ? n / 4 * 4 : 0;
    for (var i = 0; i < done; i += 4) {
      var at = from + i;
      var put = to + i * ti;
      for (var j = put; j < put + m; j++) {
        t[j] = s[at];
        t[j + ti] = s[at + 1];
        t[j + 2 * ti] = s[at + 2];
        t[j + 3 * ti] = s[at + 3];
        at += sj;
      }
    }
    for (var i = done; i < n; i++) {
      var at = from + i * si;
      var put = to + i * ti;
      for (var j = 0; j < m; j++) {
        t[put] = s[at];
        at += sj;
        put += tj;
      }
    }
  }

  private static void doubles(
      Object source,
      int from,
      int si,
      int sj,
      Object target,
      int to,
      int ti,
      int tj,
      int n,
      int m) {
    var s = (double[]) source;
    var t = (double[]) target;
    var done = si == 1 && tj == 1 ? n / 4 * 4 : 0;
    for (var i = 0; i < done; i += 4) {
      var at = from + i;
      var put = to + i * ti;
      for (var j = put; j < put + m; j++) {
        t[j] = s[at];
        t[j + ti] = s[at + 1];
        t[j + 2 * ti] = s[at + 2];
        t[j + 3 * ti] = s[at + 3];
        at += sj;
      }
    }
    for (var i = done; i < n; i++) {
      var at = from + i * si;
      var put = to + i * ti;
      for (var j = 0; j < m; j++) {
        t[put] = s[at];
        at += sj;
        put += tj;
      }
    }
  }

  private static void ints(
      Object source,
      int from,
      int si,
      int sj,
      Object target,
      int to,
      int ti,
      int tj,
      int n,
      int m) {
    var s = (int[]) source;
    var t = (int[]) target;
    var done = si == 1 && tj == 1 ? n / 4 * 4 : 0;
    for (var i = 0; i < done; i += 4) {
      var at = from + i;
      var put = to + i * ti;
      for (var j = put; j < put + m; j++) {
        t[j] = s[at];
        t[j + ti] = s[at + 1];
        t[j + 2 * ti] = s[at + 2];
        t[j + 3 * ti] = s[at + 3];
        at += sj;
      }
    }
    for (var i = done; i < n; i++) {
      var at = from + i * si;
      var put = to + i * ti;
      for (var j = 0; j < m; j++) {
        t[put] = s[at];
        at += sj;
        put += tj;
      }
    }
  }

  private static void longs(
      Object source,
      int from,
      int si,
      int sj,
      Object target,
      int to,
      int ti,
      int tj,
      int n,
      int m) {
    var s = (long[]) source;
    var t = (long[]) target;
    var done = si == 1 && tj == 1 ? n / 4 * 4 : 0;
    for (var i = 0; i < done; i += 4) {
      var at = from + i;
      var put = to + i * ti;
      for (var j = put; j < put + m; j++) {
        t[j] = s[at];
        t[j + ti] = s[at + 1];
        t[j + 2 * ti] = s[at + 2];
        t[j + 3 * ti] = s[at + 3];
        at += sj;
      }
    }
    for (var i = done; i < n; i++) {
      var at = from + i * si;
      var put = to + i * ti;
      for (var j = 0; j < m; j++) {
        t[put] = s[at];
        at += sj;
        put += tj;
      }
    }
  }

  private static void bytes(
      Object source,
      int from,
      int si,
      int sj,
      Object target,
      int to,
      int ti,
      int tj,
      int n,
      int m) {
    var s = (byte[]) source;
    var t = (byte[]) target;
    var done = si == 1 && tj == 1 ? n / 4 * 4 : 0;
    for (var i = 0; i < done; i += 4) {
      var at = from + i;
      var put = to + i * ti;
      for (var j = put; j < put + m; j++) {
        t[j] = s[at];
        t[j + ti] = s[at + 1];
        t[j + 2 * ti] = s[at + 2];
        t[j + 3 * ti] = s[at + 3];
        at += sj;
      }
    }
    for (var i = done; i < n; i++) {
      var at = from + i * si;
      var put = to + i * ti;
      for (var j = 0; j < m; j++) {
        t[put] = s[at];
        at += sj;
        put += tj;
      }
    }
  }
}
