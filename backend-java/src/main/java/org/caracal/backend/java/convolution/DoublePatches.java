package org.caracal.backend.java.convolution;

/** Packs images of {@code double64}. */
class DoublePatches implements Patches {
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
    for (var k = 0; k < taps; k++) {
      var from = at + table.rows[tap + k];
      var row = put + k * width;
      for (var j = 0; j < positions; ) {
        var run = Math.min(table.runs[position + j], positions - j);
        copy((double[]) image, from + table.columns[position + j], (double[]) to, row + j, run);
        j += run;
      }
    }
  }

  private static void copy(double[] from, int at, double[] to, int put, int count) {
    if (count > 1) {
      System.arraycopy(from, at, to, put, count);
    } else {
      to[put] = from[at];
    }
  }

  @Override
  public final void packTransposed(
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
    var from = (double[]) image;
    var target = (double[]) to;
    var rows = table.rows;
    for (var k = 0; k < positions; k++) {
      var start = at + table.columns[position + k];
      var row = put + k * width;
      for (var j = 0; j < taps; j++) {
        target[row + j] = from[start + rows[tap + j]];
      }
    }
  }
}
