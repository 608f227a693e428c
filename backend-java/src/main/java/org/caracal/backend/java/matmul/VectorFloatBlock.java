package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/**
 * Products of {@code float32} by the Vector API, some rows of two vectors at a time.
 *
 * <p>The loops are written for what the compiler makes of them. Sums that live in arrays or pass
 * through methods don't stay in registers, so they are written out. Where it can prove that indexes
 * are within the arrays, because distances are constants, it drops the checks, but then loads all
 * factors before the first multiplication and runs out of registers; it moves nothing beyond a
 * comparison, hence those of the index with what it never is. Two terms are added in a turn,
 * because a processor whose other thread of the same core is busy has few places for instructions
 * that only count. Where distances are no constants, an index that ends at a number it meets takes
 * one register less than one that stays below it, whose loop the compiler cuts into strips. What
 * only the ends of a loop need is read from fields there, and no register is taken by it before.
 * Sums start as what is given, if it be zeros, and rows that are not wanted are stored where the
 * last one will be: a condition that becomes true only late would make it compile anew, and worse.
 */
abstract class VectorFloatBlock extends VectorBlock {
  static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  static final int LANES = SPECIES.length();

  /** The width of panels but {@link NarrowFloatBlock}'s. */
  static final int WIDTH = 2 * LANES;

  /** The rows of its tiles: more where there are vectors of AVX-512, which has 32 registers. */
  static final int TILE = LANES == 16 ? 8 : 6;

  /** What indexes never are, nor are the next lower numbers. */
  static final int NEVER = -1;

  // each loop is compiled by itself
  private static final Trial PACKED = new Trial(SHARE);
  private static final Trial LOOSE = new Trial(SHARE);
  private static final Trial APART = new Trial(SHARE);

  /** Loops for panels of a width, whose tiles are always computed aside, or only if need be. */
  VectorFloatBlock(int width, boolean aside) {
    super(
        new FloatBlock(TILE, width),
        TILE,
        width,
        aside,
        new float[TILE * width],
        new float[TURN * STEP],
        new float[aside ? TILE * width : width]);
  }

  /** The loops for tiles of {@link #TILE} rows and panels of a width. */
  static VectorFloatBlock of(int width) {
    if (width == LANES) {
      return new NarrowFloatBlock();
    }
    return TILE == 8 ? new EightRowFloatBlock() : new SixRowFloatBlock();
  }

  /** The width of panels of a matrix with so many columns: one vector where that is enough. */
  static int width(int columns) {
    return columns <= LANES && TILE == 8 ? LANES : WIDTH;
  }

  @Override
  Trial trial(Loop loop) {
    return switch (loop) {
      case PACKED -> PACKED;
      case APART -> APART;
      case LOOSE -> LOOSE;
    };
  }

  @Override
  void copy(Object from, int at, int stride, Object to, int put, int distance) {
    var source = (float[]) from;
    var target = (float[]) to;
    var rest = columns - LANES;
    var i = 0;
    if (rest <= 0 && (distance == columns || to == edge)) {
      // a vector also writes into the next rows, which are copied after it
      for (; i <= last && (last - i) * Math.min(stride, distance) + rest >= 0; i++) {
        FloatVector.fromArray(SPECIES, source, at + i * stride)
            .intoArray(target, put + i * distance);
      }
    }
    for (; i <= last; i++) {
      var first = at + i * stride;
      var place = put + i * distance;
      if (rest >= 0) {
        FloatVector.fromArray(SPECIES, source, first).intoArray(target, place);
        FloatVector.fromArray(SPECIES, source, first + rest).intoArray(target, place + rest);
      } else {
        for (var j = 0; j < columns; j++) {
          target[place + j] = source[first + j];
        }
      }
    }
  }
}
