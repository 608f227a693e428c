package org.caracal.benchmarks;

import org.caracal.array.DType;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;

/** The most multiplications and additions that one thread of this processor does. */
final class FmaPeak {
  private FmaPeak() {}

  /** In GFLOP/s. */
  static double measure(DType dtype) {
    try (var session = new JavaSession(new Execution(1), Loops.best())) {
      return session.limits(dtype).orElseThrow().operations();
    }
  }
}
