package org.caracal.backend.java.convolution;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs images of {@code float32} by the Vector API. */
final class VectorFloatPatches extends FloatPatches {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  @Override
  public void pack(
      ConvolutionTaps table,
      Object image,
      int at,
      int tap,
      int taps,
      int position,
      int positions,
      Object to,
      int put,
      int width) {
    if (table.scattered) {
      super.pack(table, image, at, tap, taps, position, positions, to, put, width);
      return;
    }
    var from = (float[]) image;
    var target = (float[]) to;
    var rows = table.rows;
    var columns = table.columns;
    var runs = table.runs;
    // whole vectors: what is written beyond a run is overwritten by the run that follows
    for (var k = 0; k < taps; k++) {
      var start = at + rows[tap + k];
      var row = put + k * width;
      for (var j = 0; j < positions; ) {
        var run = Math.min(runs[position + j], positions - j);
        var source = start + columns[position + j];
        for (var i = 0; i < run; i += LANES) {
          FloatVector.fromArray(SPECIES, from, source + i).intoArray(target, row + j + i);
        }
        j += run;
      }
    }
  }
}
