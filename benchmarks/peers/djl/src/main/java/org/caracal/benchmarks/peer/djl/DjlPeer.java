package org.caracal.benchmarks.peer.djl;

import ai.djl.Device;
import ai.djl.Model;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.training.DefaultTrainingConfig;
import ai.djl.training.ParameterStore;
import ai.djl.training.Trainer;
import ai.djl.training.loss.Loss;
import ai.djl.training.optimizer.Optimizer;
import ai.djl.training.tracker.Tracker;
import java.util.ArrayList;
import java.util.List;
import org.caracal.benchmarks.workload.StepLoop;
import org.caracal.benchmarks.workload.Workload;
import org.caracal.benchmarks.workload.WorkloadData;

/** The workloads on DJL with PyTorch, but for W5 and W6. */
public final class DjlPeer {
  private DjlPeer() {}

  /**
   * Runs a workload.
   *
   * @param arguments those of {@link StepLoop#run}
   */
  public static void main(String[] arguments) {
    System.setProperty("ai.djl.offline", "true");
    System.setProperty("ai.djl.pytorch.num_interop_threads", "1");
    System.setProperty("ai.djl.pytorch.num_threads", arguments[1]);
    StepLoop.run(arguments, (workload, data, threads) -> build(workload, data));
  }

  private static StepLoop.Step build(Workload workload, WorkloadData data) {
    var net =
        switch (workload) {
          case W1 -> Nets.mlp();
          case W2, W7A, W7B -> Nets.cnn();
          case W3 -> Nets.vgg();
          case W4 -> Nets.regression();
          case W5, W6 -> throw new IllegalArgumentException("no " + workload.title() + " here");
        };
    var manager = NDManager.newBaseManager();
    var inputs = batches(manager, workload, data, 0);
    return workload.isInference()
        ? infer(net, manager, inputs)
        : train(net, workload, inputs, batches(manager, workload, data, 1));
  }

  private static StepLoop.Step train(
      Block net, Workload workload, List<NDArray> inputs, List<NDArray> targets) {
    var model = Model.newInstance(workload.spec());
    model.setBlock(net);
    var loss = workload == Workload.W4 ? Loss.l2Loss("l2", 1) : Loss.softmaxCrossEntropyLoss();
    var trainer =
        model.newTrainer(
            new DefaultTrainingConfig(loss)
                .optOptimizer(optimizer(workload))
                .optDevices(new Device[] {Device.cpu()}));
    trainer.initialize(inputs.get(0).getShape());
    return batch -> step(trainer, inputs.get(batch), targets.get(batch));
  }

  private static double step(Trainer trainer, NDArray input, NDArray target) {
    // all that a step makes is given back at its end
    try (var scope = trainer.getManager().newSubManager()) {
      scope.tempAttachAll(input, target);
      NDArray loss;
      try (var collector = trainer.newGradientCollector()) {
        var predictions = trainer.forward(new NDList(input));
        loss = trainer.getLoss().evaluate(new NDList(target), predictions);
        collector.backward(loss);
      }
      trainer.step();
      return loss.getFloat();
    }
  }

  private static Optimizer optimizer(Workload workload) {
    return switch (workload) {
      case W1 -> Optimizer.adam().optLearningRateTracker(Tracker.fixed(1e-3f)).build();
      case W4 -> Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).build();
      default ->
          Optimizer.sgd().setLearningRateTracker(Tracker.fixed(0.01f)).optMomentum(0.9f).build();
    };
  }

  private static StepLoop.Step infer(Block net, NDManager manager, List<NDArray> inputs) {
    net.initialize(manager, DataType.FLOAT32, inputs.get(0).getShape());
    var parameters = new ParameterStore(manager, false);
    return batch -> {
      try (var scope = manager.newSubManager()) {
        scope.tempAttachAll(inputs.get(batch));
        var output = net.forward(parameters, new NDList(inputs.get(batch)), false);
        return output.head().toFloatArray()[0];
      }
    };
  }

  private static List<NDArray> batches(
      NDManager manager, Workload workload, WorkloadData data, int feature) {
    var description = workload.features().get(feature);
    var shape = new Shape(workload.batchSize());
    for (var extent : description.shape()) {
      shape = shape.add(extent);
    }
    var batches = new ArrayList<NDArray>();
    for (var batch = 0; batch < workload.batches(); batch++) {
      batches.add(
          description.classes() > 0
              ? manager.create(data.integers(feature, batch)).reshape(shape)
              : manager.create(data.numbers(feature, batch), shape));
    }
    return batches;
  }
}
