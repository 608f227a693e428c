package org.caracal.core.training;

import org.caracal.backend.HeapBuffer;

/**
 * Numbers so small that they have not all digits, below 1.2e-38 in {@code float32}. What decays by
 * a factor in each step, such as an average of gradients that have become 0, ends as one of them,
 * and as rounding brings the smallest one back it stays. Some processors take thirty times as long
 * to multiply them as other numbers. So now and then what persists from step to step is set to 0
 * where it is about to become subnormal.
 */
final class Subnormals {
  /** So many updates are made in between. */
  static final int PERIOD = 64;

  /** {@code 0.9^64}, with which most averages decay meanwhile. */
  private static final int DECAY = 1 << 10;

  private static final float SMALLEST_FLOAT = DECAY * Float.MIN_NORMAL;
  private static final double SMALLEST_DOUBLE = DECAY * Double.MIN_NORMAL;

  private Subnormals() {}

  /** Sets elements that are subnormal, or soon may be, to 0. */
  static void flush(HeapBuffer buffer) {
    switch (buffer.dtype()) {
      case FLOAT32 -> flush(buffer.floats(), buffer.length());
      case FLOAT64 -> flush(buffer.doubles(), buffer.length());
      default -> {}
    }
  }

  private static void flush(float[] elements, int length) {
    for (var i = 0; i < length; i++) {
      if (Math.abs(elements[i]) < SMALLEST_FLOAT) {
        elements[i] = 0;
      }
    }
  }

  private static void flush(double[] elements, int length) {
    for (var i = 0; i < length; i++) {
      if (Math.abs(elements[i]) < SMALLEST_DOUBLE) {
        elements[i] = 0;
      }
    }
  }
}
