package org.caracal.core.training;

import java.util.Map;
import java.util.stream.IntStream;
import org.caracal.core.data.Batch;
import org.caracal.core.data.BatchReader;
import org.caracal.data.Dataset;

/** Loss and metrics on a split, batch by batch. Confined to one thread. */
final class SplitEvaluation {
  private final JobGraphs graphs;
  private final MetricSet metrics;
  private final BatchReader reader;
  private final int[] order;
  private final Batch batch;
  private final Meter meter;
  private int next;

  SplitEvaluation(Dataset split, int batchSize, JobGraphs graphs, JobData data, MetricSet metrics) {
    this.graphs = graphs;
    this.metrics = metrics;
    reader = data.reader(split);
    order = IntStream.range(0, reader.size()).toArray();
    batch = reader.allocate(Math.min(batchSize, order.length));
    meter = new Meter(metrics);
  }

  boolean isFinished() {
    return next == order.length;
  }

  /** Reads the next batch, or the same one again if it was not measured; returns what to run. */
  EvaluationStep read() {
    reader.read(order, next, Math.min(batch.capacity(), order.length - next), batch);
    return graphs.evaluation(batch.rows());
  }

  /** The batch that was read. */
  Batch batch() {
    return batch;
  }

  /** Takes in what was computed for the batch. */
  void measure(EvaluationRunner runner) {
    meter.add(runner.loss(), batch.rows());
    for (var i = 0; i < metrics.entries().size(); i++) {
      var target = batch.feature(metrics.entries().get(i).target());
      meter.add(i, runner.output(i), target, batch.rows());
    }
    next += batch.rows();
  }

  /** The values by name, over all batches so far. */
  Map<String, Double> values() {
    return meter.values();
  }
}
