package org.caracal.backend.java.spectral;

import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Transforms the rows of {@code [..., n, 2]} in double precision: by {@link PowerOfTwoFft} where n
 * is a power of two, else by Bluestein's algorithm (A linear filtering approach to the computation
 * of discrete Fourier transform, 1970), which writes a transform of any length as a convolution of
 * a power of two.
 */
public final class FftKernel implements Kernel {
  private final boolean wide;
  private final Partition rows;
  private final int n;
  private final PowerOfTwoFft fft;
  private final double sign;
  private final boolean bluestein;

  /** {@code e^(-+ pi i j^2 / n)} and the transform of its conjugate, in pairs. */
  private final double[] chirp;

  private final double[] filter;
  private final Scratch[] rowOfWorker;
  private final ThreadPool pool;
  private final ThreadPool.Task task = this::chunk;

  private Object x = new Object();
  private Object result = new Object();

  /** A kernel for a tensor of pairs. */
  public FftKernel(boolean inverse, TensorType type, ThreadPool pool, Workspace workspace) {
    this.wide = type.dtype() == DType.FLOAT64;
    this.n = type.shape().extent(-2);
    this.rows =
        Partition.of(pool, n == 0 ? 0 : type.shape().size() / 2 / n, 20.0 * type.shape().size());
    this.sign = inverse ? 1 : -1;
    this.pool = pool;
    bluestein = Integer.bitCount(n) != 1;
    var length = bluestein ? Integer.highestOneBit(Math.max(1, 2 * n)) * 2 : n;
    fft = new PowerOfTwoFft(length);
    chirp = new double[bluestein ? 2 * n : 0];
    filter = new double[bluestein ? 2 * length : 0];
    if (bluestein) {
      prepareChirp(length);
    }
    rowOfWorker = workspace.each(pool.threads(), DType.FLOAT64, "fft", 2 * length);
  }

  private void prepareChirp(int length) {
    for (var j = 0; j < n; j++) {
      // j^2 modulo 2n keeps the angle small and so exact
      var angle = Math.PI * ((long) j * j % (2L * n)) / n;
      chirp[2 * j] = StrictMath.cos(angle);
      chirp[2 * j + 1] = sign * StrictMath.sin(angle);
      for (var at : new int[] {j, (length - j) % length}) {
        filter[2 * at] = chirp[2 * j];
        filter[2 * at + 1] = -chirp[2 * j + 1];
      }
    }
    fft.forward(filter);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    result = ((HeapBuffer) outputs[0]).array();
    pool.run(rows.chunks(), task);
  }

  private void chunk(int chunk, int worker) {
    for (var row = rows.start(chunk); row < rows.end(chunk); row++) {
      transform(row, rowOfWorker[worker].doubles());
    }
  }

  private void transform(int row, double[] pairs) {
    var from = row * 2 * n;
    for (var i = 0; i < 2 * n; i++) {
      pairs[i] = wide ? ((double[]) x)[from + i] : ((float[]) x)[from + i];
    }
    if (bluestein) {
      convolve(pairs);
    } else if (sign < 0) {
      fft.forward(pairs);
    } else {
      conjugate(pairs, n);
      fft.forward(pairs);
      conjugate(pairs, n);
    }
    for (var i = 0; i < 2 * n; i++) {
      if (wide) {
        ((double[]) result)[from + i] = pairs[i];
      } else {
        ((float[]) result)[from + i] = (float) pairs[i];
      }
    }
  }

  private void convolve(double[] pairs) {
    var length = fft.length();
    java.util.Arrays.fill(pairs, 2 * n, 2 * length, 0);
    multiply(pairs, chirp, n, 1);
    fft.forward(pairs);
    multiply(pairs, filter, length, 1);
    conjugate(pairs, length);
    fft.forward(pairs);
    conjugate(pairs, length);
    multiply(pairs, chirp, n, 1.0 / length);
  }

  private static void multiply(double[] pairs, double[] by, int count, double scale) {
    for (var i = 0; i < 2 * count; i += 2) {
      var re = pairs[i] * by[i] - pairs[i + 1] * by[i + 1];
      var im = pairs[i] * by[i + 1] + pairs[i + 1] * by[i];
      pairs[i] = re * scale;
      pairs[i + 1] = im * scale;
    }
  }

  private static void conjugate(double[] pairs, int count) {
    for (var i = 1; i < 2 * count; i += 2) {
      pairs[i] = -pairs[i];
    }
  }
}
