package org.caracal.backend.java.matmul;

import java.util.function.Function;
import org.caracal.array.TensorType;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.PerThread;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.Receiver;
import org.caracal.backend.java.parallel.Scratch;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.MatMul;

/**
 * Products {@code A B'} of few rows with the transpose of a larger matrix, such as the gradient of
 * a dense layer by its input, computed as {@code (B A')'}: the rows of B are read where they stand,
 * where {@link MatMulKernel} would transpose all of B. A is transposed, and the sums are while they
 * are in the cache. Terms are added as {@link Block} adds them. Threads share the rows of B.
 */
public final class SwappedProductKernel implements Producer {
  /** Results of a row that are computed together: whole vectors, which transpositions write. */
  private static final int RUN = 16;

  /** The most of them, so that a piece of B and its sums stay in the second-level cache. */
  private static final int MOST_RUNS = 16;

  /** How much more B has to have than what is transposed instead. */
  private static final double GAIN = 2;

  private final int m;
  private final int k;
  private final int width;
  private final int pitch;
  private final Panels loops;
  private final Operand right;
  private final Partition packing;
  private final ProductBlocks pieces;
  private final PieceResults results;
  private final Scratch[] sums;
  private final PerThread<Block> blocks;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private final ThreadPool.Task multiply = this::multiply;
  private Object left = new Object();

  /** A kernel for operands of these types, whose result is finished as it is computed. */
  public SwappedProductKernel(
      TensorType leftType,
      TensorType output,
      Panels loops,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this(leftType, output, loops, pieces -> PieceResults.stored(pieces, finish), pool, workspace);
  }

  /** A kernel for operands of these types, whose result isn't stored. */
  public SwappedProductKernel(
      TensorType leftType,
      TensorType output,
      Panels loops,
      Receiver receiver,
      ThreadPool pool,
      Workspace workspace) {
    this(
        leftType,
        output,
        loops,
        pieces -> PieceResults.passedOn(pieces, receiver, output.dtype(), pool, workspace),
        pool,
        workspace);
  }

  private SwappedProductKernel(
      TensorType leftType,
      TensorType output,
      Panels loops,
      Function<ProductBlocks, PieceResults> makeResults,
      ThreadPool pool,
      Workspace workspace) {
    this.loops = loops;
    this.pool = pool;
    m = output.shape().extent(-2);
    k = leftType.shape().extent(-1);
    width = loops.width(m);
    pitch = (m + width - 1) / width * width;
    pieces = ProductBlocks.ofAllRows(pool, m, output.shape().extent(-1), k, RUN, MOST_RUNS);
    results = makeResults.apply(pieces);
    right =
        new Operand(
            loops,
            workspace,
            output.dtype(),
            "packed right",
            1,
            width,
            width,
            m,
            k,
            Block.RIGHT_FILLING,
            false,
            true,
            0);
    packing = right.partition(pool);
    sums = workspace.each(pool.threads(), output.dtype(), "sums", pieces.columnStep() * pitch);
    blocks = new PerThread<>(pool.threads(), worker -> loops.block(width));
  }

  /** Whether it is the kernel for a product. */
  public static boolean suits(MatMul operation, TensorType leftType, TensorType output) {
    var m = output.shape().extent(-2);
    var n = output.shape().extent(-1);
    var k = leftType.shape().extent(-1);
    return output.shape().rank() == 2
        && operation.transposeRight()
        && !operation.transposeLeft()
        && n % RUN == 0
        && k > 0
        && Block.filled(k) == k
        && GAIN * m * (n + k) <= (double) n * k;
  }

  @Override
  public void run(Object a, Object b, Object c) {
    right.bind(a);
    left = b;
    results.bind(c);
    pool.run(packing.chunks(), pack);
    pool.run(pieces.count(), multiply);
  }

  private void pack(int chunk, int worker) {
    for (var unit = packing.start(chunk); unit < packing.end(chunk); unit++) {
      right.pack(unit);
    }
  }

  private void multiply(int piece, int worker) {
    var first = pieces.firstColumn(piece);
    var count = pieces.endColumn(piece) - first;
    for (var inner = 0; inner < k; inner += Block.DEPTH) {
      var terms = Math.min(Block.DEPTH, k - inner);
      for (var row = 0; row < m; row += width) {
        blocks
            .get(worker)
            .extents(count, width, terms, inner > 0)
            .left(left, first * k + inner, loops.tile() * k, k, 1)
            .right(right.array(row), right.at(0, row, inner), right.step(row))
            .result(sums[worker].array(), row, pitch)
            .multiply();
      }
    }
    loops.packTransposed(
        sums[worker].array(),
        0,
        pitch,
        m,
        count,
        results.array(worker),
        results.at(piece, 0, first),
        results.stride(piece));
    results.finish(piece, worker);
  }
}
