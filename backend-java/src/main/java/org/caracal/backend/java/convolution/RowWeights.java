package org.caracal.backend.java.convolution;

import org.caracal.array.DType;
import org.caracal.backend.java.matmul.Block;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * Packs kernels {@code [K, C, KH, KW]}, or {@code [C, K, KH, KW]} that are reversed, to the right
 * operand {@code [KH KW C, K]} of products with images whose channels stand last. Each row of taps
 * is filled up to a number of terms that {@link Block#filled} gives.
 */
final class RowWeights {
  /** Estimated time for an entry of the kernel. */
  private static final double NANOS = 1;

  private final int channels;
  private final int filters;
  private final int taps;
  private final int tapsWide;
  private final int terms;
  private final boolean reversed;
  private final int width;
  private final Scratch packed;
  private final Partition packing;
  private final boolean constant;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private boolean isPacked;
  private float[] kernel = {};

  RowWeights(
      ConvolutionProblem problem,
      boolean reversed,
      boolean constant,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.reversed = reversed;
    this.constant = constant;
    this.pool = pool;
    channels = problem.channels();
    filters = problem.filters();
    taps = problem.kernel().size();
    tapsWide = problem.kernel().extent(1);
    terms = Block.filled(tapsWide * channels);
    width = panels.width(filters);
    var rows = problem.kernel().extent(0) * terms;
    var length = (filters + width - 1) / width * width * rows;
    packed =
        constant
            ? Scratch.own(DType.FLOAT32, length)
            : workspace.shared(DType.FLOAT32, "packed weights", length);
    packing = Partition.of(pool, rows, NANOS * length);
  }

  /** Packs a kernel; one that is constant only once. */
  void run(float[] values) {
    if (!isPacked) {
      kernel = values;
      pool.run(packing.chunks(), pack);
      isPacked = constant;
    }
  }

  private void pack(int chunk, int worker) {
    var to = packed.floats();
    for (var row = packing.start(chunk); row < packing.end(chunk); row++) {
      var term = row % terms;
      var isFilling = term >= tapsWide * channels;
      var channel = term % channels;
      var tap = row / terms * tapsWide + term / channels;
      var at = reversed ? (channel * filters + 1) * taps - 1 - tap : channel * taps + tap;
      var distance = reversed ? taps : channels * taps;
      for (var filter = 0; filter < filters; filter++) {
        to[at(row, filter) + filter % width] =
            isFilling ? (float) Block.RIGHT_FILLING : kernel[at + filter * distance];
      }
    }
  }

  private int at(int row, int filter) {
    return (filter / width * packing.units() + row) * width;
  }

  /** Makes the panel of a filter from a row on the right operand. */
  Block right(Block block, int row, int filter) {
    return block.right(packed.array(), at(row, filter), width);
  }
}
