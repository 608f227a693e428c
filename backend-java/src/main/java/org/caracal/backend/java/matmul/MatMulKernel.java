package org.caracal.backend.java.matmul;

import java.util.function.Function;
import org.caracal.array.TensorType;
import org.caracal.backend.java.movement.Fill;
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
 * Matrix products of a batch of matrices: threads share first the packing of the operands, then the
 * pieces of the results. Where a piece has all rows, nobody else wants its panels of the right
 * matrix: they are packed right before they are used, and never leave the cache.
 */
public final class MatMulKernel implements Producer {
  /** Rows of a left matrix that are used for no more columns are read where they stand. */
  private static final int FEW_USES_OF_ROWS = 128;

  /** Those of a transposed one for so few only: the elements of one row are far apart in it. */
  private static final int FEW_USES_OF_ROWS_TOGETHER = 16;

  /** And if it has no more elements, which the cache holds. */
  private static final int FEW_ELEMENTS = 1 << 18;

  /** Matrices with no more elements, whose rows stand together, are both read where they stand. */
  private static final int FEWEST_ELEMENTS = 1 << 12;

  /** Columns of a right matrix that are used for no more rows are, if they are many. */
  private static final int FEW_USES_OF_COLUMNS = 10;

  private static final int MANY_COLUMNS = 65;

  private final TensorType output;
  private final int m;
  private final int n;
  private final int k;
  private final int terms;
  private final int width;
  private final Operand left;
  private final Operand right;
  private final boolean atOnce;
  private final Scratch[] panels;
  private final Partition packing;
  private final ProductBlocks pieces;
  private final PieceResults results;
  private final PerThread<Block> blocks;
  private final ThreadPool pool;
  private final ThreadPool.Task pack = this::pack;
  private final ThreadPool.Task multiply = this::multiply;

  /** A kernel for operands of these types, whose result is finished as it is computed. */
  public MatMulKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      Panels loops,
      Finish finish,
      ThreadPool pool,
      Workspace workspace) {
    this(
        operation,
        leftType,
        output,
        loops,
        false,
        pieces -> PieceResults.stored(pieces, finish),
        pool,
        workspace);
  }

  /**
   * A kernel for operands of these types, the sums of which have terms; its result isn't stored.
   */
  public MatMulKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      Panels loops,
      Receiver receiver,
      ThreadPool pool,
      Workspace workspace) {
    this(
        operation,
        leftType,
        output,
        loops,
        true,
        pieces -> PieceResults.passedOn(pieces, receiver, output.dtype(), pool, workspace),
        pool,
        workspace);
  }

  private MatMulKernel(
      MatMul operation,
      TensorType leftType,
      TensorType output,
      Panels loops,
      boolean passedOn,
      Function<ProductBlocks, PieceResults> makeResults,
      ThreadPool pool,
      Workspace workspace) {
    this.output = output;
    this.pool = pool;
    m = output.shape().extent(-2);
    n = output.shape().extent(-1);
    k = terms(operation, leftType);
    width = loops.width(n);
    var batch = leftType.shape().slice(0, leftType.shape().rank() - 2).size();
    pieces = ProductBlocks.of(pool, batch, m, n, k, loops.tile(), width, passedOn);
    results = makeResults.apply(pieces);
    // what is used often enough is worth packing, unless the first-level cache holds all
    var rowsTogether = operation.transposeLeft();
    var bothInPlace =
        rowsTogether
            && !operation.transposeRight()
            && n >= width
            && (long) Math.max(m, n) * k <= FEWEST_ELEMENTS;
    var columnsInPlace =
        bothInPlace || m <= FEW_USES_OF_COLUMNS && n >= MANY_COLUMNS && !operation.transposeRight();
    // one of them has to be packed where neither stands as a packed one does
    var rowsInPlace =
        rowsTogether
            ? bothInPlace || n <= FEW_USES_OF_ROWS_TOGETHER && (long) m * k <= FEW_ELEMENTS
            : n <= FEW_USES_OF_ROWS && !columnsInPlace && Block.filled(k) == k;
    terms = rowsInPlace || columnsInPlace ? k : Block.filled(k);
    atOnce = pieces.isOfAllRows() && !columnsInPlace && !operation.transposeRight();
    left =
        new Operand(
            loops,
            workspace,
            output.dtype(),
            "packed left",
            batch,
            loops.tile(),
            Block.STEP,
            m,
            k,
            Block.LEFT_FILLING,
            operation.transposeLeft(),
            true,
            rowsInPlace ? rowsTogether ? m / loops.tile() * loops.tile() : m : 0);
    right =
        new Operand(
            loops,
            workspace,
            output.dtype(),
            "packed right",
            batch,
            width,
            width,
            n,
            k,
            Block.RIGHT_FILLING,
            !operation.transposeRight(),
            !atOnce,
            columnsInPlace ? n / width * width : 0);
    panels =
        workspace.each(
            pool.threads(),
            output.dtype(),
            "right panels",
            atOnce ? pieces.columnStep() * Block.filledFrom(0, k) : 0);
    packing = Partition.of(pool, left.packings() + right.packings(), left.nanos() + right.nanos());
    blocks = new PerThread<>(pool.threads(), worker -> loops.block(width));
  }

  /** The number of terms of the sums of a product. */
  static int terms(MatMul operation, TensorType leftType) {
    return leftType.shape().extent(operation.transposeLeft() ? -2 : -1);
  }

  @Override
  public void run(Object a, Object b, Object c) {
    left.bind(a);
    right.bind(b);
    results.bind(c);
    if (k == 0) {
      Fill.run(output.dtype(), c, output.shape().size(), 0);
      for (var piece = 0; piece < pieces.count(); piece++) {
        results.finish(piece, 0);
      }
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
    var first = pieces.firstColumn(piece);
    var end = pieces.endColumn(piece);
    for (var inner = 0; inner < k; inner += Block.DEPTH) {
      var count = Math.min(Block.DEPTH, terms - inner);
      if (atOnce) {
        right.pack(matrix, first, end, inner, panels[worker].array());
      }
      for (var column = first; column < end; column += width) {
        var block = blocks.get(worker).extents(0, Math.min(width, n - column), count, inner > 0);
        if (atOnce) {
          var at = (column - first) / width * right.distance(column, inner);
          block.right(panels[worker].array(), at, width);
        } else {
          block.right(right.array(column), right.at(matrix, column, inner), right.step(column));
        }
        multiply(block, piece, worker, column, inner);
      }
    }
    results.finish(piece, worker);
  }

  /** The rows that are read where they stand, and those that are packed. */
  private void multiply(Block block, int piece, int worker, int column, int inner) {
    var first = pieces.firstRow(piece);
    var end = pieces.endRow(piece);
    var packed = Math.max(first, Math.min(end, left.directExtent()));
    if (first < packed) {
      multiply(block, piece, worker, first, packed, column, inner);
    }
    if (packed < end) {
      multiply(block, piece, worker, packed, end, column, inner);
    }
  }

  private void multiply(
      Block block, int piece, int worker, int row, int end, int column, int inner) {
    block
        .rows(end - row)
        .left(
            left.array(row),
            left.at(pieces.matrix(piece), row, inner),
            left.distance(row, inner),
            left.across(row),
            left.step(row))
        .result(results.array(worker), results.at(piece, row, column), results.stride(piece))
        .multiply();
  }
}
