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
  public void image(float[] from, int at, int step, float[] to, int put, int putStep, int count) {
    var since = image.clock();
    if (image.grants(count)) {
      vectors.image(from, at, step, to, put, putStep, count);
      image.vectorsSince(since, count);
    } else {
      plain.image(from, at, step, to, put, putStep, count);
      image.plainSince(since, count);
    }
  }

  @Override
  public void output(float[] from, int at, int step, float[] to, int put, int putStep, int count) {
    var since = output.clock();
    if (output.grants(count)) {
      vectors.output(from, at, step, to, put, putStep, count);
      output.vectorsSince(since, count);
    } else {
      plain.output(from, at, step, to, put, putStep, count);
      output.plainSince(since, count);
    }
  }

  @Override
  public void gradient(
      float[] from, int at, int step, float[] to, int put, int putStep, int count) {
    var since = gradient.clock();
    if (gradient.grants(count)) {
      vectors.gradient(from, at, step, to, put, putStep, count);
      gradient.vectorsSince(since, count);
    } else {
      plain.gradient(from, at, step, to, put, putStep, count);
      gradient.plainSince(since, count);
    }
  }
}
