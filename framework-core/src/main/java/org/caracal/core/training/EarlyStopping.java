package org.caracal.core.training;

import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.training.Callbacks;

/**
 * Keeps the best value of a metric over the epochs, and tells when it has not become better for too
 * long. Confined to the thread of the run.
 */
final class EarlyStopping {
  private final String metric;
  private final boolean higherIsBetter;
  private final Optional<Callbacks.EarlyStopping> rule;
  private double best = Double.NaN;
  private int epochsWithoutImprovement;

  /**
   * Creates a judge.
   *
   * @param rule when to stop; without one the best loss is kept and the run goes to its end
   * @param higherIsBetter of the metrics by name
   */
  EarlyStopping(Optional<Callbacks.EarlyStopping> rule, Map<String, Boolean> higherIsBetter) {
    this.rule = rule;
    this.metric = rule.map(Callbacks.EarlyStopping::metric).orElse(MetricSet.LOSS);
    if (!metric.equals(MetricSet.LOSS) && !higherIsBetter.containsKey(metric)) {
      throw new SpecException(
          "early stopping watches "
              + metric
              + ", which is not among the metrics of the job: loss, "
              + higherIsBetter.keySet());
    }
    this.higherIsBetter = higherIsBetter.getOrDefault(metric, false);
  }

  /**
   * Judges an epoch.
   *
   * @return whether it is the best so far
   */
  boolean judge(Map<String, Double> metrics) {
    double value = metrics.getOrDefault(metric, Double.NaN);
    var margin = rule.map(Callbacks.EarlyStopping::minDelta).orElse(0.0);
    var better =
        Double.isNaN(best)
            ? !Double.isNaN(value)
            : higherIsBetter ? value > best + margin : value < best - margin;
    if (better) {
      best = value;
      epochsWithoutImprovement = 0;
    } else {
      epochsWithoutImprovement++;
    }
    return better;
  }

  /** Whether to stop. */
  boolean isExhausted() {
    return rule.isPresent() && epochsWithoutImprovement >= Math.max(1, rule.get().patience());
  }

  /** What to say when stopping. */
  String reason() {
    return metric
        + " has not become better than "
        + best
        + " for "
        + epochsWithoutImprovement
        + " epochs";
  }

  /** The state, for checkpoints. */
  Map<String, Double> state() {
    return Map.of("best", best, "epochsWithoutImprovement", (double) epochsWithoutImprovement);
  }

  /** Takes over the state of a checkpoint. */
  void restore(Map<String, Double> state) {
    best = state.getOrDefault("best", Double.NaN);
    epochsWithoutImprovement = state.getOrDefault("epochsWithoutImprovement", 0.0).intValue();
  }
}
