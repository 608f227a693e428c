package org.caracal.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.array.TensorType;
import org.caracal.core.data.BatchPipeline;
import org.caracal.core.data.BatchReader;
import org.caracal.core.data.DataSplits;
import org.caracal.core.data.Normalization;
import org.caracal.data.Dataset;
import org.caracal.graph.Tensor;
import org.caracal.training.Job;

/**
 * The examples of a job, ready for its graphs.
 *
 * @param splits the examples
 * @param normalization how features are scaled
 * @param wanted types of the features that the job uses, without the batch axis
 * @param classes number of classes of features that hold class indices
 */
record JobData(
    DataSplits splits,
    Normalization normalization,
    Map<String, TensorType> wanted,
    Map<String, Integer> classes) {

  /** Types of the features of the data, without the batch axis. */
  static Map<String, TensorType> types(Dataset data) {
    var types = new LinkedHashMap<String, TensorType>();
    data.features().forEach(feature -> types.put(feature.name(), feature.type()));
    return types;
  }

  /**
   * Finds out what the graphs use.
   *
   * @param known statistics of an earlier part of the run; computed from the training split if
   *     there are none
   */
  static JobData of(
      Job job,
      DataSplits splits,
      JobGraphs graphs,
      MetricSet metrics,
      Optional<Normalization> known) {
    var types = types(splits.train());
    var wanted = new LinkedHashMap<String, TensorType>();
    graphs
        .training(rows(job, splits))
        .features()
        .forEach((name, feed) -> wanted.put(name, withoutBatch(feed)));
    for (var metric : metrics.entries()) {
      var type = types.get(metric.target());
      if (type == null) {
        throw new SpecException(
            "metric "
                + metric.name()
                + " compares with "
                + metric.target()
                + ", which is no feature of the data "
                + types.keySet());
      }
      wanted.putIfAbsent(metric.target(), type);
    }
    return new JobData(
        splits,
        known.orElseGet(() -> Normalization.fit(job.data().normalizations(), splits.train())),
        wanted,
        graphs.classes());
  }

  private static TensorType withoutBatch(Tensor feed) {
    return feed.type().withShape(feed.shape().slice(1, feed.shape().rank()));
  }

  /** Reads the examples of a split. */
  BatchReader reader(Dataset split) {
    return new BatchReader(split, normalization, wanted, classes);
  }

  /** The batches of a training run from a step on, read ahead. */
  BatchPipeline batches(Job job, long firstStep) {
    return new BatchPipeline(
        reader(splits.train()),
        job.training().batchSize(),
        job.data().shuffle(),
        job.seed(),
        firstStep,
        job.training().epochs());
  }

  /** The number of examples in a full batch. */
  int rows(Job job) {
    return rows(job, splits);
  }

  private static int rows(Job job, DataSplits splits) {
    return Math.min(job.training().batchSize(), splits.train().size());
  }

  /** The number of steps in an epoch. */
  long stepsPerEpoch(Job job) {
    return BatchPipeline.stepsPerEpoch(splits.train().size(), job.training().batchSize());
  }
}
