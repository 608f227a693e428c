package org.caracal.core.metric;

import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.caracal.array.NdArray;
import org.caracal.metric.Metric.Accumulator;

/**
 * Counts of a classification for each class. With two classes a score is that of class 1, with more
 * the mean over all classes that occur (macro average).
 */
final class Confusion implements Accumulator {
  private final ToDoubleFunction<Counts> score;
  private long[] hits = new long[0];
  private long[] predicted = new long[0];
  private long[] targets = new long[0];

  /**
   * Counts of one class.
   *
   * @param hits positions that are of the class and predicted so
   * @param predicted positions predicted to be of the class
   * @param targets positions that are of the class
   */
  record Counts(long hits, long predicted, long targets) {
    double precision() {
      return predicted == 0 ? 0 : hits / (double) predicted;
    }

    double recall() {
      return targets == 0 ? 0 : hits / (double) targets;
    }

    double f1() {
      return predicted + targets == 0 ? 0 : 2.0 * hits / (predicted + targets);
    }
  }

  Confusion(ToDoubleFunction<Counts> score) {
    this.score = score;
  }

  @Override
  public void add(NdArray prediction, NdArray target, int rows) {
    var classes = new Classes(prediction, target, rows);
    if (hits.length == 0) {
      hits = new long[classes.classes()];
      predicted = new long[classes.classes()];
      targets = new long[classes.classes()];
    }
    for (var position = 0; position < classes.positions(); position++) {
      var wanted = classes.target(position);
      var given = classes.predicted(position);
      targets[wanted]++;
      if (given >= 0) {
        predicted[given]++;
      }
      hits[wanted] += wanted == given ? 1 : 0;
    }
  }

  @Override
  public double value() {
    if (hits.length == 2) {
      return score.applyAsDouble(counts(1));
    }
    var sum = 0.0;
    var occurring = 0;
    for (var i = 0; i < hits.length; i++) {
      if (predicted[i] + targets[i] > 0) {
        sum += score.applyAsDouble(counts(i));
        occurring++;
      }
    }
    return occurring == 0 ? Double.NaN : sum / occurring;
  }

  @Override
  public double[] state() {
    return Stream.of(hits, predicted, targets)
        .flatMapToLong(LongStream::of)
        .asDoubleStream()
        .toArray();
  }

  @Override
  public void restore(double[] state) {
    var classes = state.length / 3;
    hits = counts(state, 0, classes);
    predicted = counts(state, classes, classes);
    targets = counts(state, 2 * classes, classes);
  }

  private static long[] counts(double[] state, int from, int length) {
    return DoubleStream.of(state)
        .skip(from)
        .limit(length)
        .mapToLong(count -> (long) count)
        .toArray();
  }

  private Counts counts(int index) {
    return new Counts(hits[index], predicted[index], targets[index]);
  }
}
