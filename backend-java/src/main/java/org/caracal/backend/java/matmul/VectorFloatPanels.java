package org.caracal.backend.java.matmul;

import java.util.List;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** Packs matrices of {@code float32} by the Vector API. */
final class VectorFloatPanels extends FloatPanels {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();

  /** What packs rows, the first that fits: nothing where vectors have few lanes. */
  static final List<FloatTransposition> TRANSPOSITIONS =
      switch (LANES) {
        case 8 -> List.of(new EightLaneTransposition());
        case 16 -> List.of(new WideTileTransposition(), new WidePanelTransposition());
        default -> List.of();
      };

  VectorFloatPanels() {
    super(VectorFloatBlock.TILE, VectorFloatBlock.WIDTH, VectorFloatBlock::of);
  }

  @Override
  public int width(int columns) {
    return VectorFloatBlock.width(columns);
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
    } else if (2 * width == LANES && lines % 2 == 0 && stride >= width) {
      for (var unit = 0; unit < units; unit++) {
        copyTwoLines(source, at + unit * each, stride, lines, target, put + unit * distance);
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
    var done = 0;
    for (var i = 0; done == 0 && i < TRANSPOSITIONS.size(); i++) {
      var transposition = TRANSPOSITIONS.get(i);
      done = transposition.rows(width, stride, inner, count);
      if (done > 0) {
        transpose(transposition, from, at, stride, inner, done, to, put, width);
      }
    }
    if (done < count) {
      super.packTransposed(
          from, at + done * stride, stride, inner, count - done, to, put + done, width);
    }
  }

  private void transpose(
      FloatTransposition transposition,
      Object from,
      int at,
      int stride,
      int inner,
      int count,
      Object to,
      int put,
      int width) {
    var work = (double) inner * count;
    var trial = transposition.trial();
    var since = trial.clock();
    if (trial.grants(work)) {
      transposition.run((float[]) from, at, stride, inner, count, (float[]) to, put, width);
      trial.vectorsSince(since, work);
    } else {
      super.packTransposed(from, at, stride, inner, count, to, put, width);
      trial.plainSince(since, work);
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

  /** Copies the elements of two inner indexes, which a vector holds, at a time. */
  private static void copyTwoLines(
      float[] from, int at, int stride, int lines, float[] to, int put) {
    var source = at;
    var target = put;
    for (var k = 0; k < lines; k += 2) {
      FloatVector.fromArray(SPECIES, from, source)
          .blend(
              FloatVector.fromArray(SPECIES, from, source + stride - LANES / 2),
              FloatTransposition.HALVES)
          .intoArray(to, target);
      source += 2 * stride;
      target += LANES;
    }
  }
}
