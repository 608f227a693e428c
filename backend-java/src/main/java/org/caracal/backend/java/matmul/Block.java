package org.caracal.backend.java.matmul;

/**
 * One thread's piece of a matrix product, {@code result[i, j] = sum_k left[i, k] right[k, j]}: the
 * operands are set, then it is computed, and set anew for the next piece.
 *
 * <p>Each element of a product is one sum, whose terms are added in the order of k by fused
 * multiply-adds. How matrices are cut into pieces, which thread computes a piece and with which
 * loops therefore never changes a result.
 *
 * <p>References are stored only if they change: to store one marks a card of the garbage collector,
 * and the cards of all threads' objects are in one cache line.
 */
public abstract class Block {
  /**
   * The distance of the elements of one row in a packed tile: a power of two, for which compilers
   * prove that indexes are within an array.
   */
  public static final int STEP = 8;

  /** The largest number of terms in one piece, so that a panel stays in the first-level cache. */
  public static final int DEPTH = 256;

  /**
   * So many terms are added in a turn of the loops for packed operands. With four, which are a
   * little faster, C2 of JDK 17 now and then keeps sums as objects.
   */
  static final int TURN = 2;

  /** What a packed left operand is filled up with, to a multiple of {@link #TURN} terms. */
  public static final double LEFT_FILLING = 0.0;

  /** What a right one is: the terms are negative zeros, which change no sum. */
  public static final double RIGHT_FILLING = -0.0;

  protected int rows;
  protected int columns;
  protected int inner;
  protected boolean add;

  protected Object left = new Object();
  protected int leftAt;
  protected int leftTile;
  protected int leftRow;
  protected int leftStep;

  protected Object right = new Object();
  protected int rightAt;
  protected int rightStride;

  protected Object result = new Object();
  protected int resultAt;
  protected int resultStride;

  /** The number of terms of a product of two packed operands, with those that fill them up. */
  public static int filled(int inner) {
    return (inner + TURN - 1) / TURN * TURN;
  }

  /** The number of them in the piece that begins with an inner index, a multiple of the depth. */
  public static int filledFrom(int first, int inner) {
    return Math.min(DEPTH, filled(inner) - first);
  }

  /**
   * Sets the extents.
   *
   * @param ofRows number of rows
   * @param ofColumns number of columns, at most a panel's width
   * @param ofInner number of terms, at most {@link #DEPTH}
   * @param adding whether sums begin with what stands in the result, not with zero
   */
  public final Block extents(int ofRows, int ofColumns, int ofInner, boolean adding) {
    rows = ofRows;
    columns = ofColumns;
    inner = ofInner;
    add = adding;
    return this;
  }

  /** Sets the number of rows anew. */
  public final Block rows(int ofRows) {
    rows = ofRows;
    return this;
  }

  /**
   * Sets the left operand, whose element {@code (R t + r, k)} stands at {@code at + tile t + row r
   * + step k}, where R is the number of rows in a tile, {@link Panels#tile}, and {@code row} is 1,
   * or else {@code step} is 1 and the right operand packed. If {@code row} is 1, all rows of its
   * last tile must exist, even if fewer are wanted; a packed one has them.
   */
  public final Block left(Object array, int at, int tile, int row, int step) {
    if (left != array) {
      left = array;
    }
    leftAt = at;
    leftTile = tile;
    leftRow = row;
    leftStep = step;
    return this;
  }

  /** Sets a packed left operand, in whose tiles the rows' elements stand together. */
  public final Block left(Object array, int at, int tile, int step) {
    return left(array, at, tile, 1, step);
  }

  /**
   * Sets the right operand, whose element {@code (k, j)} stands at {@code at + stride k + j}. All
   * columns of its panel must exist, even if fewer are wanted; a packed one has them.
   */
  public final Block right(Object array, int at, int stride) {
    if (right != array) {
      right = array;
    }
    rightAt = at;
    rightStride = stride;
    return this;
  }

  /** Sets the result, whose element {@code (i, j)} stands at {@code at + stride i + j}. */
  public final Block result(Object array, int at, int stride) {
    if (result != array) {
      result = array;
    }
    resultAt = at;
    resultStride = stride;
    return this;
  }

  /** Computes the result. */
  public abstract void multiply();
}
