package org.caracal.backend.java.matmul;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs matrices of {@code double64} by the Vector API. */
final class VectorDoublePanels extends DoublePanels {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorDoublePanels() {
    super(VectorDoubleBlock.WIDTH, VectorDoubleBlock::new);
  }

  @Override
  public int width(int columns) {
    return VectorDoubleBlock.WIDTH;
  }

  @Override
  public void pack(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    var done = 0;
    if (count == width && width == VectorDoubleBlock.WIDTH) {
      copyPanel((double[]) from, at, stride, inner, (double[]) to, put);
      done = inner;
    } else if (count == width && width < LANES) {
      // whole vectors, each of which is overwritten in part by the next: not at the ends of arrays
      var source = (double[]) from;
      var target = (double[]) to;
      var fromEnd = (source.length - LANES - at) / stride;
      var toEnd = (target.length - LANES - put) / width;
      done = Math.max(0, Math.min(inner - 1, Math.min(fromEnd, toEnd)));
      copyTile(source, at, stride, done, target, put, width);
    }
    super.pack(
        from, at + done * stride, stride, inner - done, count, to, put + done * width, width);
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
