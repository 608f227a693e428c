package org.caracal.backend.java.matmul;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs matrices of {@code double64} by the Vector API. */
final class VectorDoublePanels extends DoublePanels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoublePanels() {
    super(VectorDoubleBlock.TILE, VectorDoubleBlock.WIDTH, width -> new VectorDoubleBlock());
  }

  @Override
  public int width(int columns) {
    return VectorDoubleBlock.WIDTH;
  }

  @Override
  public void pack(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    var source = (double[]) from;
    var target = (double[]) to;
    var done = 0;
    if (width == VectorDoubleBlock.WIDTH) {
      done = Math.min(inner, before(source.length, at, stride, width));
      copyPanel(source, at, stride, done, target, put);
    } else if (width <= LANES) {
      // each but the last is overwritten in part by the next
      var end =
          Math.min(
              before(source.length, at, stride, LANES), before(target.length, put, width, LANES));
      done = Math.min(width == LANES ? inner : inner - 1, end);
      copyTile(source, at, stride, done, target, put, width);
    }
    super.pack(
        from, at + done * stride, stride, inner - done, count, to, put + done * width, width);
  }

  /** How many runs of elements at a distance, which may reach beyond what is wanted, there are. */
  private static int before(int length, int at, int distance, int run) {
    return Math.max(0, Math.floorDiv(length - at - run, distance) + 1);
  }

  private static void copyPanel(
      double[] from, int at, int stride, int inner, double[] to, int put) {
    var source = at;
    var target = put;
    for (var k = 0; k < inner; k++) {
      DoubleVector.fromArray(SPECIES, from, source).intoArray(to, target);
      DoubleVector.fromArray(SPECIES, from, source + LANES).intoArray(to, target + LANES);
      source += stride;
      target += VectorDoubleBlock.WIDTH;
    }
  }

  private static void copyTile(
      double[] from, int at, int stride, int inner, double[] to, int put, int width) {
    var source = at;
    var target = put;
    for (var k = 0; k < inner; k++) {
      DoubleVector.fromArray(SPECIES, from, source).intoArray(to, target);
      source += stride;
      target += width;
    }
  }
}
