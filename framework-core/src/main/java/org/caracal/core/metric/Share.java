package org.caracal.core.metric;

import org.caracal.array.NdArray;
import org.caracal.metric.Metric.Accumulator;

/** The share of positions that are hits. */
final class Share implements Accumulator {
  private final Hit hit;
  private long hits;
  private long positions;

  /** Whether a position is a hit. */
  @FunctionalInterface
  interface Hit {
    boolean test(Classes classes, int position);
  }

  Share(Hit hit) {
    this.hit = hit;
  }

  @Override
  public void add(NdArray prediction, NdArray target, int rows) {
    var classes = new Classes(prediction, target, rows);
    for (var position = 0; position < classes.positions(); position++) {
      hits += hit.test(classes, position) ? 1 : 0;
    }
    positions += classes.positions();
  }

  @Override
  public double value() {
    return positions == 0 ? Double.NaN : hits / (double) positions;
  }

  @Override
  public double[] state() {
    return new double[] {hits, positions};
  }

  @Override
  public void restore(double[] state) {
    hits = (long) state[0];
    positions = (long) state[1];
  }
}
