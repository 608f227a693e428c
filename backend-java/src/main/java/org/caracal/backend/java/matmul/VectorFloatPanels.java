package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs matrices of {@code float32} by the Vector API. */
final class VectorFloatPanels extends FloatPanels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  VectorFloatPanels() {
    super(VectorFloatBlock.WIDTH, VectorFloatBlock::new);
  }

  @Override
  public int width(int columns) {
    return VectorFloatBlock.WIDTH;
  }

  @Override
  public void pack(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    var done = 0;
    if (count == width && width == VectorFloatBlock.WIDTH) {
      copyPanel((float[]) from, at, stride, inner, (float[]) to, put);
      done = inner;
    } else if (count == width && width < LANES) {
      // whole vectors, each of which is overwritten in part by the next: not at the ends of arrays
      var source = (float[]) from;
      var target = (float[]) to;
      var fromEnd = (source.length - LANES - at) / stride;
      var toEnd = (target.length - LANES - put) / width;
      done = Math.max(0, Math.min(inner - 1, Math.min(fromEnd, toEnd)));
      copyTile(source, at, stride, done, target, put, width);
    }
    super.pack(
        from, at + done * stride, stride, inner - done, count, to, put + done * width, width);
  }

  private static void copyPanel(float[] from, int at, int stride, int inner, float[] to, int put) {
    var source = at;
    var target = put;
    for (var k = 0; k < inner; k++) {
      FloatVector.fromArray(SPECIES, from, source).intoArray(to, target);
      FloatVector.fromArray(SPECIES, from, source + LANES).intoArray(to, target + LANES);
      source += stride;
      target += VectorFloatBlock.WIDTH;
    }
  }

  private static void copyTile(
      float[] from, int at, int stride, int inner, float[] to, int put, int width) {
    var source = at;
    var target = put;
    for (var k = 0; k < inner; k++) {
      FloatVector.fromArray(SPECIES, from, source).intoArray(to, target);
      source += stride;
      target += width;
    }
  }
}
