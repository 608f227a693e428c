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
    var source = (float[]) from;
    var target = (float[]) to;
    var done = 0;
    if (width == VectorFloatBlock.WIDTH) {
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
