package org.caracal.training;

import java.util.List;
import org.caracal.plugin.PluginSpec;

/**
 * How a job trains.
 *
 * @param epochs number of passes over the training examples
 * @param batchSize number of examples in a step; the last batch of an epoch may be smaller
 * @param phases the updates within each step, in this order
 * @param metrics metrics on training, validation and test splits
 * @param callbacks what watches over the run
 */
public record TrainingSpec(
    int epochs,
    int batchSize,
    List<PhaseSpec> phases,
    List<MetricSpec> metrics,
    Callbacks callbacks) {
  /** Copies the lists and checks bounds. */
  public TrainingSpec {
    if (epochs < 0 || batchSize < 1) {
      throw new IllegalArgumentException("epochs must be at least 0 and batchSize at least 1");
    }
    phases = List.copyOf(phases);
    metrics = List.copyOf(metrics);
  }

  /** One phase that trains all parameters of a model with one output. */
  public static TrainingSpec of(
      int epochs,
      int batchSize,
      PluginSpec loss,
      String target,
      PluginSpec optimizer,
      List<PluginSpec> metrics) {
    return new TrainingSpec(
        epochs,
        batchSize,
        List.of(
            new PhaseSpec(
                "train",
                List.of(new LossSpec(loss, "", target, 1)),
                optimizer,
                java.util.Optional.empty(),
                List.of("**"))),
        metrics.stream().map(metric -> new MetricSpec(metric, "", target)).toList(),
        Callbacks.DEFAULT);
  }
}
