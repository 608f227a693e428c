package org.caracal.backend.java.matmul;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;
import org.caracal.backend.java.parallel.Trial;

/** Packs matrices of {@code float32} by the Vector API. */
final class VectorFloatPanels extends FloatPanels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  private static final Trial TRANSPOSITION = new Trial(VectorBlock.SHARE);

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

  @Override
  public void pack(
      Object from,
      int at,
      int stride,
      int lines,
      int count,
      int each,
      Object to,
      int put,
      int distance,
      int width) {
    var source = (float[]) from;
    var target = (float[]) to;
    var units =
        Math.min(
            (count + each - 1) / each,
            before(source.length, at + (lines - 1) * stride, each, width));
    if (width == VectorFloatBlock.WIDTH) {
      for (var unit = 0; unit < units; unit++) {
        copyPanel(source, at + unit * each, stride, lines, target, put + unit * distance);
      }
    } else if (width == LANES) {
      for (var unit = 0; unit < units; unit++) {
        copyTile(source, at + unit * each, stride, lines, target, put + unit * distance, width);
      }
    } else {
      units = 0;
    }
    if (units * each < count) {
      super.pack(
          from,
          at + units * each,
          stride,
          lines,
          count - units * each,
          each,
          to,
          put + units * distance,
          distance,
          width);
    }
  }

  @Override
  public void packTransposed(
      Object from, int at, int stride, int inner, int count, Object to, int put, int width) {
    var rest = count % VectorFloatTransposition.EXTENT;
    var few = rest < VectorFloatTransposition.FEWEST ? rest : 0;
    var most = count - few;
    if (!VectorFloatTransposition.SUPPORTED
        || Math.min(stride, inner) < VectorFloatTransposition.EXTENT
        || width % VectorFloatTransposition.EXTENT != 0
        || most == 0) {
      super.packTransposed(from, at, stride, inner, count, to, put, width);
      return;
    }
    var work = (double) inner * most;
    var since = TRANSPOSITION.clock();
    if (TRANSPOSITION.grants(work)) {
      transpose((float[]) from, at, stride, inner, most, (float[]) to, put, width);
      TRANSPOSITION.vectorsSince(since, work);
    } else {
      super.packTransposed(from, at, stride, inner, most, to, put, width);
      TRANSPOSITION.plainSince(since, work);
    }
    if (few > 0) {
      super.packTransposed(from, at + most * stride, stride, inner, few, to, put + most, width);
    }
  }

  /** The last block of terms begins within the one before if it would not be full. */
  private static void transpose(
      float[] from, int at, int stride, int inner, int count, float[] to, int put, int width) {
    var terms = inner - inner % VectorFloatTransposition.EXTENT;
    var last = inner - VectorFloatTransposition.EXTENT;
    for (var j = 0; j < count; j += VectorFloatTransposition.EXTENT) {
      var row = at + j * stride;
      var rows = Math.min(VectorFloatTransposition.EXTENT, count - j);
      VectorFloatTransposition.run(from, row, stride, rows, terms, to, put + j, width);
      if (terms < inner) {
        var target = put + last * width + j;
        VectorFloatTransposition.run(
            from, row + last, stride, rows, VectorFloatTransposition.EXTENT, to, target, width);
      }
    }
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
