package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Finish;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.Producer;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.MatMul;

/**
 * Matrix products of a batch of matrices: threads share first the packing of the operands, then the
 * pieces of the results.
 */
public final class MatMulKernel implements Producer {
  private static final int FEW_ROWS = 32;
  private static final int FEW_COLUMNS = 64;

  private final TensorType output;
  private final int m;
  private final int n;
  private final int k;
  private final int width;
  private final Operand left;
  private final Operand right;
  private final Partition packing;
  private final Finish finish;
  private final ProductBlocks pieces;
  private final Block[] blocks;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private final ThreadPool.Task multiply = this::multiply;
  private Object result = new Object();

  /** A kernel for operands of these types. */
  public MatMulKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      Panels panels,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this.output = output;
    this.finish = finish;
    this.pool = pool;
    m = output.shape().extent(-2);
    n = output.shape().extent(-1);
    k = leftType.shape().extent(operation.transposeLeft() ? -2 : -1);
    width = panels.width(n);
    var batch = leftType.shape().slice(0, leftType.shape().rank() - 2).size();
    // what is used often enough is worth packing
    left =
        new Operand(
            panels,
            workspace,
            output.dtype(),
            "packed left",
            batch,
            Block.TILE,
            Block.STEP,
            m,
            k,
            operation.transposeLeft(),
            n <= FEW_COLUMNS && !operation.transposeLeft());
    right =
        new Operand(
            panels,
            workspace,
            output.dtype(),
            "packed right",
            batch,
            width,
            width,
            n,
            k,
            !operation.transposeRight(),
            m <= FEW_ROWS && n > FEW_COLUMNS && !operation.transposeRight());
    var packings = left.packings() + right.packings();
    packing = Partition.of(pool, packings, left.nanos() + right.nanos());
    pieces = ProductBlocks.of(pool, batch, m, n, k, width);
    blocks = new Block[pool.threads()];
    java.util.Arrays.setAll(blocks, worker -> panels.block());
  }

  @Override
  public void run(Object a, Object b, Object c) {
    left.bind(a);
    right.bind(b);
    result = c;
    if (k == 0) {
      Fill.run(output.dtype(), result, output.shape().size(), 0);
      finish.run(0, 0, output.shape().size());
      return;
    }
    pool.run(packing.chunks(), pack);
    pool.run(pieces.count(), multiply);
  }

  private void pack(int chunk, int worker) {
    for (var unit = packing.start(chunk); unit < packing.end(chunk); unit++) {
      if (unit < left.packings()) {
        left.pack(unit);
      } else {
        right.pack(unit - left.packings());
      }
    }
  }

  private void multiply(int piece, int worker) {
    var matrix = pieces.matrix(piece);
    var first = pieces.firstRow(piece);
    var end = pieces.endRow(piece);
    var packed = Math.max(first, Math.min(end, left.directExtent()));
    for (var inner = 0; inner < k; inner += Block.DEPTH) {
      for (var column = pieces.firstColumn(piece);
          column < pieces.endColumn(piece);
          column += width) {
        multiply(blocks[worker], matrix, first, packed, column, inner);
        multiply(blocks[worker], matrix, packed, end, column, inner);
      }
    }
    finish(piece, worker);
  }

  /** Whole rows are finished at once. */
  private void finish(int piece, int worker) {
    var column = pieces.firstColumn(piece);
    var columns = pieces.endColumn(piece) - column;
    var row = pieces.firstRow(piece);
    var rows = pieces.endRow(piece) - row;
    var at = (pieces.matrix(piece) * m + row) * n + column;
    if (columns == n) {
      finish.run(worker, at, rows * n);
      return;
    }
    for (var i = 0; i < rows; i++) {
      finish.run(worker, at + i * n, columns);
    }
  }

  private void multiply(Block block, int matrix, int row, int end, int column, int inner) {
    if (row == end) {
      return;
    }
    var terms = Math.min(Block.DEPTH, k - inner);
    block
        .extents(end - row, Math.min(width, n - column), terms, inner > 0)
        .left(
            left.array(row),
            left.at(matrix, row, inner),
            left.distance(row, inner),
            left.across(row),
            left.step(row))
        .right(right.array(column), right.at(matrix, column, inner), right.step(column))
        .result(result, (matrix * m + row) * n + column, n)
        .multiply();
  }
}
