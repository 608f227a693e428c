package org.caracal.backend.java.convolution;

import java.util.Arrays;
import org.caracal.array.DType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.matmul.Panels;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.movement.PlaneCopy;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;

/**
 * The gradient of a convolution in its kernel, computed for vectors of filters: at each position
 * the gradients of the filters, which are packed to stand together, times the elements under the
 * taps, which are read from the padded image where they stand. Lots of images are added up as
 * {@link KernelGradientLots} tells.
 */
final class DirectKernelGradientKernel implements Kernel {
  /** Positions whose packed gradients stay in the first-level cache. */
  private static final int POSITIONS = 256;

  /** Estimated time for a multiplication and addition. */
  private static final double NANOS = 0.025;

  private final ConvolutionProblem problem;
  private final TapSums loops;
  private final Panels panels;
  private final DType dtype;
  private final ImagePadding padding;
  private final PlaneCopy copy;
  private final Scratch[] padded;
  private final Scratch[] gradients;
  private final Scratch sums;
  private final int[] taps;
  private final int[] positions;
  private final int rows;
  private final int width;
  private final int filterPanels;
  private final int groupSize;
  private final int lots;
  private final int parts;
  private final Partition adding;
  private final ThreadPool pool;
  private final ThreadPool.Task correlate = this::correlate;
  private final ThreadPool.Task add = this::add;

  private Object x = new Object();
  private Object gradient = new Object();
  private Object result = new Object();

  DirectKernelGradientKernel(
      ConvolutionProblem problem,
      DType dtype,
      TapSums loops,
      Panels panels,
      ThreadPool pool,
      Workspace workspace) {
    this.problem = problem;
    this.loops = loops;
    this.panels = panels;
    this.dtype = dtype;
    this.pool = pool;
    this.copy = PlaneCopy.of(dtype);
    padding = new ImagePadding(dtype, problem.channels(), problem, pool);
    var table = problem.taps();
    positions = table.columns;
    rows = table.rows.length;
    var tiles = (rows + TapSums.TAPS - 1) / TapSums.TAPS;
    // the last tap is computed again where a tile has no more
    taps = Arrays.copyOf(table.rows, tiles * TapSums.TAPS);
    Arrays.fill(taps, rows, taps.length, table.rows[rows - 1]);
    width = 2 * loops.lanes();
    filterPanels = (problem.filters() + width - 1) / width;
    groupSize = filterPanels * taps.length * width;
    padded = workspace.each(pool.threads(), dtype, "padded image", padding.paddedSize);
    gradients =
        workspace.each(
            pool.threads(), dtype, "packed gradient", filterPanels * positions.length * width);
    lots = KernelGradientLots.count(problem);
    sums = workspace.shared(dtype, "sums of lots", lots * problem.groups() * groupSize);
    var nanos =
        NANOS * problem.images() * problem.groups() * problem.filters() * rows * positions.length;
    var wanted = Math.min(4 * pool.threads(), pool.chunks(nanos, Long.MAX_VALUE));
    parts = Math.max(1, Math.min(tiles, wanted / (lots * problem.groups())));
    var packed = problem.groups() * filterPanels;
    adding = Partition.of(pool, packed, 0.1 * (lots + 4) * packed * taps.length * width);
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    x = ((HeapBuffer) inputs[0]).array();
    gradient = ((HeapBuffer) inputs[1]).array();
    result = ((HeapBuffer) outputs[0]).array();
    if (problem.images() == 0 || positions.length == 0) {
      Fill.run(dtype, result, problem.groups() * problem.filters() * rows, 0);
      return;
    }
    pool.run(lots * problem.groups() * parts, correlate);
    pool.run(adding.chunks(), add);
  }

  /** Adds up some taps of one group for one lot. */
  private void correlate(int chunk, int worker) {
    var part = chunk % parts;
    var group = chunk / parts % problem.groups();
    var lot = chunk / parts / problem.groups();
    var tiles = taps.length / TapSums.TAPS;
    var first = part * tiles / parts * TapSums.TAPS;
    var end = (part + 1) * tiles / parts * TapSums.TAPS;
    var at = (lot * problem.groups() + group) * groupSize;
    var start = KernelGradientLots.start(problem, lot, lots);
    for (var image = start; image < KernelGradientLots.start(problem, lot + 1, lots); image++) {
      var unit = image * problem.groups() + group;
      pack(unit, worker);
      if (problem.unpadded()) {
        correlate(x, unit * padding.imageSize, first, end, at, image > start, worker);
      } else {
        padding.run(x, unit * padding.imageSize, padded[worker].array());
        correlate(padded[worker].array(), 0, first, end, at, image > start, worker);
      }
    }
  }

  /** Packs an image's gradients so that those of the filters of a panel stand together. */
  private void pack(int unit, int worker) {
    for (var panel = 0; panel < filterPanels; panel++) {
      panels.packTransposed(
          gradient,
          (unit * problem.filters() + panel * width) * positions.length,
          positions.length,
          positions.length,
          Math.min(width, problem.filters() - panel * width),
          gradients[worker].array(),
          panel * positions.length * width,
          width);
    }
  }

  private void correlate(
      Object image, int base, int first, int end, int at, boolean adds, int worker) {
    var packed = gradients[worker].array();
    for (var panel = 0; panel < filterPanels; panel++) {
      for (var start = 0; start < positions.length; start += POSITIONS) {
        var stop = Math.min(positions.length, start + POSITIONS);
        var from = (panel * positions.length + start) * width;
        for (var tap = first; tap < end; tap += TapSums.TAPS) {
          var put = at + (panel * taps.length + tap) * width;
          loops.correlate(
              packed,
              from,
              positions,
              start,
              stop,
              image,
              base,
              taps,
              tap,
              sums.array(),
              put,
              adds || start > 0);
        }
      }
    }
  }

  /** Adds up the lots of some panels and puts the sums where they belong. */
  private void add(int chunk, int worker) {
    var array = sums.array();
    for (var unit = adding.start(chunk); unit < adding.end(chunk); unit++) {
      var size = taps.length * width;
      for (var lot = 1; lot < lots; lot++) {
        loops.add(array, (lot * problem.groups() * filterPanels + unit) * size, unit * size, size);
      }
      var panel = unit % filterPanels;
      var filter = unit / filterPanels * problem.filters() + panel * width;
      var filters = Math.min(width, problem.filters() - panel * width);
      copy.run(array, unit * size, 1, width, result, filter * rows, rows, 1, filters, rows);
    }
  }
}
