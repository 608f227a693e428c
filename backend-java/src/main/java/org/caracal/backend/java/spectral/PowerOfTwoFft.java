package org.caracal.backend.java.spectral;

/**
 * The fast Fourier transform of Cooley and Tukey (1965) for a length that is a power of two, in
 * place on pairs.
 */
final class PowerOfTwoFft {
  private final int length;

  /** {@code e^(-2 pi i j / length)} for j below half the length, in pairs. */
  private final double[] roots;

  PowerOfTwoFft(int length) {
    this.length = length;
    roots = new double[length];
    for (var j = 0; j < length / 2; j++) {
      var angle = -2 * Math.PI * j / length;
      roots[2 * j] = StrictMath.cos(angle);
      roots[2 * j + 1] = StrictMath.sin(angle);
    }
  }

  int length() {
    return length;
  }

  /** {@code X_k = sum_j x_j e^(-2 pi i j k / length)}. */
  void forward(double[] pairs) {
    reorder(pairs);
    for (var half = 1; half < length; half *= 2) {
      var stride = length / (2 * half);
      for (var start = 0; start < length; start += 2 * half) {
        for (var j = 0; j < half; j++) {
          butterfly(pairs, 2 * (start + j), 2 * (start + j + half), 2 * j * stride);
        }
      }
    }
  }

  private void butterfly(double[] pairs, int a, int b, int root) {
    var re = pairs[b] * roots[root] - pairs[b + 1] * roots[root + 1];
    var im = pairs[b] * roots[root + 1] + pairs[b + 1] * roots[root];
    pairs[b] = pairs[a] - re;
    pairs[b + 1] = pairs[a + 1] - im;
    pairs[a] += re;
    pairs[a + 1] += im;
  }

  private void reorder(double[] pairs) {
    for (int i = 1, j = 0; i < length; i++) {
      var bit = length >> 1;
      while ((j & bit) != 0) {
        j ^= bit;
        bit >>= 1;
      }
      j ^= bit;
      if (i < j) {
        swap(pairs, 2 * i, 2 * j);
        swap(pairs, 2 * i + 1, 2 * j + 1);
      }
    }
  }

  private static void swap(double[] pairs, int i, int j) {
    var kept = pairs[i];
    pairs[i] = pairs[j];
    pairs[j] = kept;
  }
}
