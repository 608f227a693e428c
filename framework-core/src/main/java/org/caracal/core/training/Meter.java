package org.caracal.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.metric.Metric;

/** The loss and the metrics over the batches so far. Confined to one thread. */
final class Meter {
  private final MetricSet metrics;
  private final Metric.Accumulator[] accumulators;
  private double lossSum;
  private long examples;

  Meter(MetricSet metrics) {
    this.metrics = metrics;
    accumulators = metrics.entries().stream().map(Meter::start).toArray(Metric.Accumulator[]::new);
  }

  private static Metric.Accumulator start(MetricSet.Entry entry) {
    try {
      return entry.metric().plugin().start(entry.metric().options());
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new PluginException(entry.metric().registered() + " failed: " + e, e);
    }
  }

  /** Goes on where an earlier part of the epoch ended. A metric that is new there begins here. */
  void resume(Progress from) {
    lossSum = from.lossSum();
    examples = from.examples();
    for (var i = 0; i < accumulators.length; i++) {
      var state = from.metrics().get(metrics.entries().get(i).name());
      if (state != null) {
        restore(i, state.toDoubles());
      }
    }
  }

  private void restore(int index, double[] state) {
    try {
      accumulators[index].restore(state);
    } catch (RuntimeException | LinkageError e) {
      throw failure(index, e);
    }
  }

  /** Takes in the mean loss of a batch. */
  void add(double loss, int rows) {
    lossSum += loss * rows;
    examples += rows;
  }

  /** Takes in what one metric judges. */
  void add(int index, NdArray prediction, NdArray target, int rows) {
    try {
      accumulators[index].add(prediction, target, rows);
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          describe(index, prediction, target) + " does not fit: " + e.getMessage(), e);
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(describe(index, prediction, target) + " failed: " + e, e);
    }
  }

  private String describe(int index, NdArray prediction, NdArray target) {
    return metrics.entries().get(index).metric().registered()
        + " for "
        + prediction.type()
        + " against "
        + target.type();
  }

  /** The values by name; {@code loss} is the mean over all examples. */
  Map<String, Double> values() {
    var values = new LinkedHashMap<String, Double>();
    values.put(MetricSet.LOSS, examples == 0 ? Double.NaN : lossSum / examples);
    for (var i = 0; i < accumulators.length; i++) {
      values.put(metrics.entries().get(i).name(), value(i));
    }
    return values;
  }

  private double value(int index) {
    try {
      return accumulators[index].value();
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw failure(index, e);
    }
  }

  private PluginException failure(int index, Throwable e) {
    return new PluginException(
        metrics.entries().get(index).metric().registered() + " failed: " + e, e);
  }

  /** What the metrics have taken in, by name. */
  Map<String, NdArray> states() {
    var states = new LinkedHashMap<String, NdArray>();
    for (var i = 0; i < accumulators.length; i++) {
      var state = state(i);
      states.put(metrics.entries().get(i).name(), NdArray.of(Shape.of(state.length), state));
    }
    return states;
  }

  private double[] state(int index) {
    try {
      return accumulators[index].state();
    } catch (RuntimeException | LinkageError e) {
      throw failure(index, e);
    }
  }

  /** The sum of the losses of all examples. */
  double lossSum() {
    return lossSum;
  }

  /** The number of examples. */
  long examples() {
    return examples;
  }
}
