package org.caracal.benchmarks.peer.dl4j;

import java.util.ArrayList;
import java.util.List;
import org.caracal.benchmarks.workload.StepLoop;
import org.caracal.benchmarks.workload.Workload;
import org.caracal.benchmarks.workload.WorkloadData;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/** The workloads on DL4J, but for W5 and W6. */
public final class Dl4jPeer {
  private Dl4jPeer() {}

  /**
   * Runs a workload.
   *
   * @param arguments those of {@link StepLoop#run}
   */
  public static void main(String[] arguments) {
    StepLoop.run(arguments, Dl4jPeer::build);
  }

  private static StepLoop.Step build(Workload workload, WorkloadData data, int threads) {
    Nd4j.getEnvironment().setMaxMasterThreads(threads);
    Nd4j.getEnvironment().setMaxThreads(threads);
    var net = new MultiLayerNetwork(Nets.of(workload));
    net.init();
    var inputs = batches(workload, data, 0);
    if (workload.isInference()) {
      return batch -> net.output(inputs.get(batch)).getDouble(0);
    }
    var targets = batches(workload, data, 1);
    return batch -> {
      net.fit(inputs.get(batch), targets.get(batch));
      return net.score();
    };
  }

  private static List<INDArray> batches(Workload workload, WorkloadData data, int feature) {
    var description = workload.features().get(feature);
    var batches = new ArrayList<INDArray>();
    for (var batch = 0; batch < workload.batches(); batch++) {
      if (description.classes() > 0) {
        batches.add(oneHot(data.integers(feature, batch), description.classes()));
        continue;
      }
      var extents = description.shape();
      var shape = new long[1 + extents.length];
      shape[0] = workload.batchSize();
      for (var i = 0; i < extents.length; i++) {
        shape[i + 1] = extents[i];
      }
      batches.add(Nd4j.create(data.numbers(feature, batch), shape, 'c'));
    }
    return batches;
  }

  private static INDArray oneHot(int[] labels, int classes) {
    var rows = new float[labels.length * classes];
    for (var i = 0; i < labels.length; i++) {
      rows[i * classes + labels[i]] = 1;
    }
    return Nd4j.create(rows, new long[] {labels.length, classes}, 'c');
  }
}
