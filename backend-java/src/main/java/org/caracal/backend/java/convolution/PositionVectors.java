package org.caracal.backend.java.convolution;

/**
 * Output positions, cut into vectors whose elements follow each other in the padded image. Where a
 * run of positions is no multiple of a vector, its last vector overlaps the one before: some sums
 * are computed twice, with the same result. Of runs shorter than a vector only a part is valid. The
 * last group of vectors is filled up with copies of its last one.
 */
final class PositionVectors {
  /** The number of vectors in a group. */
  final int perGroup;

  /** The number of vectors, a multiple of those in a group. */
  final int count;

  /** For each vector its place in the image, in a row of results, and among sums of its group. */
  final int[] positions;

  final int[] puts;
  final int[] edges;

  /** The number of positions of each vector that are valid. */
  final int[] lengths;

  /** Whether all vectors are valid as a whole. */
  final boolean whole;

  PositionVectors(ConvolutionTaps taps, int lanes, int perGroup) {
    this.perGroup = perGroup;
    var starts = new int[taps.columns.length];
    var found = 0;
    for (var column = 0; column < starts.length; column += taps.runs[column]) {
      var run = taps.runs[column];
      for (var at = 0; at < run; at += lanes) {
        starts[found++] = column + Math.max(0, Math.min(at, run - lanes));
      }
    }
    count = (found + perGroup - 1) / perGroup * perGroup;
    positions = new int[count];
    puts = new int[count];
    edges = new int[count];
    lengths = new int[count];
    var all = true;
    for (var vector = 0; vector < count; vector++) {
      var start = starts[Math.min(vector, found - 1)];
      positions[vector] = taps.columns[start];
      puts[vector] = start;
      edges[vector] = vector % perGroup * lanes;
      lengths[vector] = Math.min(lanes, taps.runs[start]);
      all &= lengths[vector] == lanes;
    }
    whole = all;
  }
}
