package org.caracal.benchmarks.workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.model.ModelStore;
import org.caracal.testing.Container;
import org.caracal.training.RunOptions;

/**
 * Predictions as a bundle gets them: the distribution's bundles in Felix, a checkpoint loaded by
 * the {@code ModelStore}, its {@code Predictor} called through the service's interface.
 */
public final class Inference {
  private Inference() {}

  /**
   * Runs a workload.
   *
   * @param arguments those of {@link StepLoop#run}, then the name of the backend, the folder of the
   *     distribution and the checkpoint
   */
  public static void main(String[] arguments) {
    StepLoop.run(
        arguments,
        (workload, data, threads) ->
            build(
                workload,
                data,
                new RunOptions(arguments[4], threads, Optional.empty(), Optional.empty(), 0),
                Path.of(arguments[5]),
                Path.of(arguments[6])));
  }

  private static StepLoop.Step build(
      Workload workload, WorkloadData data, RunOptions options, Path home, Path checkpoint) {
    var framework = home.resolve("lib").resolve("org.apache.felix.framework-7.0.5.jar");
    var container =
        Container.of(framework).share(NdArray.class).bundles(home.resolve("bundles")).start();
    var predictor = container.service(ModelStore.class).load(checkpoint, options);
    var inputs = new ArrayList<Map<String, NdArray>>();
    for (var batch = 0; batch < workload.batches(); batch++) {
      var shape = Shape.of(workload.batchSize(), 1, 28, 28);
      inputs.add(Map.of("pixels", NdArray.of(shape, data.numbers(0, batch))));
    }
    return batch -> predictor.predict(inputs.get(batch)).values().iterator().next().getDouble(0);
  }
}
