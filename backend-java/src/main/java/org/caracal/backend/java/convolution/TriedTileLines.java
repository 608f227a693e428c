package org.caracal.backend.java.convolution;

import org.caracal.backend.java.parallel.Trial;

/** Transforms by loops of the Vector API, or by plain ones until those are faster. */
final class TriedTileLines implements TileLines {
  private final TileLines vectors;
  private final TileLines plain;
  private final Trial image;
  private final Trial output;
  private final Trial gradient;

  TriedTileLines(TileLines vectors, TileLines plain, Trial[] trials) {
    this.vectors = vectors;
    this.plain = plain;
    image = trials[0];
    output = trials[1];
    gradient = trials[2];
  }

  /** Trials that begin, of image, output and gradient. */
  static Trial[] trials() {
    return new Trial[] {Trial.of(20), Trial.of(20), Trial.of(10)};
  }

  @Override
  public void image(Strides strides, float[] from, int at, float[] to, int put) {
    var since = image.clock();
    var work = strides.size();
    if (image.grants(work)) {
      vectors.image(strides, from, at, to, put);
      image.vectorsSince(since, work);
    } else {
      plain.image(strides, from, at, to, put);
      image.plainSince(since, work);
    }
  }

  @Override
  public void output(Strides strides, float[] from, int at, float[] to, int put) {
    var since = output.clock();
    var work = strides.size();
    if (output.grants(work)) {
      vectors.output(strides, from, at, to, put);
      output.vectorsSince(since, work);
    } else {
      plain.output(strides, from, at, to, put);
      output.plainSince(since, work);
    }
  }

  @Override
  public void gradient(Strides strides, float[] from, int at, float[] to, int put) {
    var since = gradient.clock();
    var work = strides.size();
    if (gradient.grants(work)) {
      vectors.gradient(strides, from, at, to, put);
      gradient.vectorsSince(since, work);
    } else {
      plain.gradient(strides, from, at, to, put);
      gradient.plainSince(since, work);
    }
  }
}
