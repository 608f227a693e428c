package org.caracal.backend.java.reduction;

import org.caracal.array.DType;
import org.caracal.graph.Reduce;

/** Reductions of runs of {@code int64}. */
final class LongReductions implements Reductions {
  private final Reduce.Function function;

  LongReductions(Reduce.Function function) {
    this.function = function;
  }

  @Override
  public DType dtype() {
    return DType.INT64;
  }

  @Override
  public void run(Object x, int from, int n, Object result, int at, Object lanes) {
    var elements = (long[]) x;
    var combined = elements[from];
    for (var i = 1; i < n; i++) {
      combined = combine(combined, elements[from + i]);
    }
    ((long[]) result)[at] = combined;
  }

  @Override
  public void fold(Object accumulated, int at, Object x, int from, int n) {
    var elements = (long[]) x;
    var results = (long[]) accumulated;
    for (var i = 0; i < n; i++) {
      results[at + i] = combine(results[at + i], elements[from + i]);
    }
  }

  private long combine(long a, long b) {
    return switch (function) {
      case SUM -> a + b;
      case PRODUCT -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
    };
  }
}
