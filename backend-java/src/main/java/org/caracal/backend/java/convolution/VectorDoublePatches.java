package org.caracal.backend.java.convolution;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs images of {@code double64} by the Vector API. */
final class VectorDoublePatches extends DoublePatches {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
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
    var from = (double[]) image;
    var target = (double[]) to;
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
          DoubleVector.fromArray(SPECIES, from, source + i).intoArray(target, row + j + i);
        }
        j += run;
      }
    }
  }
}
