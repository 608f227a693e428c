package org.caracal.backend.java.matmul;

import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.Kernel;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.Partition;
import org.caracal.backend.java.parallel.ThreadPool;
import org.caracal.backend.java.parallel.Workspace;
import org.caracal.graph.MatMul;

/**
 * Matrix products of a batch of matrices: threads share first the packing of the operands, then the
 * pieces of the results.
 */
public final class MatMulKernel implements Kernel {
  /** Estimated time to pack an element. */
  private static final double NANOS = 0.4;

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
      ThreadPool pool,
      Workspace workspace) {
    this.output = output;
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
            m,
            k,
            operation.transposeLeft(),
            n <= FEW_COLUMNS);
    right =
        new Operand(
            panels,
            workspace,
            output.dtype(),
            "packed right",
            batch,
            width,
            n,
            k,
            !operation.transposeRight(),
            m <= FEW_ROWS);
    var packings = left.packings() + right.packings();
    packing =
        Partition.of(
            pool, packings, NANOS * k * (left.packings() * Block.TILE + right.packings() * width));
    pieces = ProductBlocks.of(pool, batch, m, n, k, width);
    blocks = new Block[pool.threads()];
    java.util.Arrays.setAll(blocks, worker -> panels.block());
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    left.bind(((HeapBuffer) inputs[0]).array());
    right.bind(((HeapBuffer) inputs[1]).array());
    result = ((HeapBuffer) outputs[0]).array();
    if (k == 0) {
      Fill.run(output.dtype(), result, output.shape().size(), 0);
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
  }

  private void multiply(Block block, int matrix, int row, int end, int column, int inner) {
    if (row == end) {
      return;
    }
    var terms = Math.min(Block.DEPTH, k - inner);
    block
        .extents(end - row, Math.min(width, n - column), terms, inner > 0)
        .left(left.array(row), left.at(matrix, row, inner), left.distance(row), left.step(row))
        .right(right.array(column), right.at(matrix, column, inner), right.step(column))
        .result(result, (matrix * m + row) * n + column, n)
        .multiply();
  }
}
