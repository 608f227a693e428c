package org.caracal.core.metric;

import java.util.function.ToDoubleFunction;
import org.caracal.array.NdArray;
import org.caracal.metric.Metric.Accumulator;

/** Sums over the differences of predictions and targets. */
final class Residuals implements Accumulator {
  private final ToDoubleFunction<Residuals> score;
  private long count;
  private double absolute;
  private double squared;
  private double mean;
  private double spread;

  Residuals(ToDoubleFunction<Residuals> score) {
    this.score = score;
  }

  @Override
  public void add(NdArray prediction, NdArray target, int rows) {
    if (prediction.size() != target.size()) {
      throw new IllegalArgumentException(
          "expected targets of the predictions' shape "
              + prediction.shape()
              + ", got "
              + target.shape());
    }
    var end = rows * (prediction.size() / Math.max(1, prediction.shape().extent(0)));
    for (var i = 0; i < end; i++) {
      var wanted = target.getDouble(i);
      var difference = prediction.getDouble(i) - wanted;
      absolute += Math.abs(difference);
      squared += difference * difference;
      count++;
      var fromMean = wanted - mean;
      mean += fromMean / count;
      spread += fromMean * (wanted - mean);
    }
  }

  @Override
  public double value() {
    return count == 0 ? Double.NaN : score.applyAsDouble(this);
  }

  @Override
  public double[] state() {
    return new double[] {count, absolute, squared, mean, spread};
  }

  @Override
  public void restore(double[] state) {
    count = (long) state[0];
    absolute = state[1];
    squared = state[2];
    mean = state[3];
    spread = state[4];
  }

  double meanAbsolute() {
    return absolute / count;
  }

  double rootMeanSquare() {
    return Math.sqrt(squared / count);
  }

  double determination() {
    return spread == 0 ? Double.NaN : 1 - squared / spread;
  }
}
