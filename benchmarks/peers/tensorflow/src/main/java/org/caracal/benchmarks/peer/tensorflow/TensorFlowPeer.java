package org.caracal.benchmarks.peer.tensorflow;

import java.util.ArrayList;
import java.util.List;
import org.caracal.benchmarks.workload.StepLoop;
import org.caracal.benchmarks.workload.Workload;
import org.caracal.benchmarks.workload.WorkloadData;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Session;
import org.tensorflow.Tensor;
import org.tensorflow.framework.optimizers.Adam;
import org.tensorflow.framework.optimizers.GradientDescent;
import org.tensorflow.framework.optimizers.Momentum;
import org.tensorflow.framework.optimizers.Optimizer;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.ndarray.buffer.DataBuffers;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.proto.ConfigProto;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;

/** The workloads on TensorFlow Java: static graphs, made once and run step by step. */
public final class TensorFlowPeer {
  private TensorFlowPeer() {}

  /**
   * Runs a workload.
   *
   * @param arguments those of {@link StepLoop#run}
   */
  public static void main(String[] arguments) {
    StepLoop.run(arguments, TensorFlowPeer::build);
  }

  private static StepLoop.Step build(Workload workload, WorkloadData data, int threads) {
    var graph = new Graph();
    var nets = new Nets(graph);
    var inputs = batches(workload, data, 0);
    var input = nets.placeholder(inputs.get(0));
    if (workload.isInference()) {
      return infer(session(graph, threads), input, nets.cnn(nets.numbers(input)), inputs);
    }
    var targets = workload.features().size() > 1 ? batches(workload, data, 1) : inputs;
    var target = workload.features().size() > 1 ? nets.placeholder(targets.get(0)) : input;
    var loss =
        switch (workload) {
          case W1 -> nets.crossEntropy(nets.mlp(nets.numbers(input)), target);
          case W2 -> nets.crossEntropy(nets.cnn(nets.numbers(input)), target);
          case W3 -> nets.crossEntropy(nets.vgg(nets.numbers(input)), target);
          case W4 -> nets.squaredError(nets.regression(nets.numbers(input)), nets.numbers(target));
          case W5 -> new Transformer(nets).loss(input, target);
          case W6 -> nets.autoencoderLoss(nets.numbers(input));
          default -> throw new IllegalArgumentException(workload.title());
        };
    var update = optimizer(workload, graph).minimize(loss);
    var session = session(graph, threads);
    return batch -> {
      var runner = session.runner().feed(input, inputs.get(batch)).addTarget(update).fetch(loss);
      if (target != input) {
        runner.feed(target, targets.get(batch));
      }
      try (var result = runner.run()) {
        return ((TFloat32) result.get(0)).getFloat();
      }
    };
  }

  /** W5 has Adam without decay, which the library lacks: a little less work than the others'. */
  private static Optimizer optimizer(Workload workload, Graph graph) {
    return switch (workload) {
      case W1, W6 -> new Adam(graph, 1e-3f);
      case W5 -> new Adam(graph, 3e-4f);
      case W4 -> new GradientDescent(graph, 0.01f);
      default -> new Momentum(graph, 0.01f, 0.9f);
    };
  }

  private static StepLoop.Step infer(
      Session session, Placeholder<?> input, Operand<TFloat32> output, List<Tensor> inputs) {
    return batch -> {
      try (var result = session.runner().feed(input, inputs.get(batch)).fetch(output).run()) {
        return ((TFloat32) result.get(0)).getFloat(0, 0);
      }
    };
  }

  private static Session session(Graph graph, int threads) {
    var configuration =
        ConfigProto.newBuilder()
            .setIntraOpParallelismThreads(threads)
            .setInterOpParallelismThreads(1)
            .build();
    var session = new Session(graph, configuration);
    session.initialize();
    return session;
  }

  private static List<Tensor> batches(Workload workload, WorkloadData data, int feature) {
    var description = workload.features().get(feature);
    var shape = Shape.of(workload.batchSize());
    if (description.shape().length == 3) { // channels last
      var extents = description.shape();
      shape = shape.append(extents[1]).append(extents[2]).append(extents[0]);
    } else {
      for (var extent : description.shape()) {
        shape = shape.append(extent);
      }
    }
    var batches = new ArrayList<Tensor>();
    for (var batch = 0; batch < workload.batches(); batch++) {
      batches.add(
          description.classes() > 0
              ? TInt32.tensorOf(shape, DataBuffers.of(data.integers(feature, batch)))
              : TFloat32.tensorOf(shape, DataBuffers.of(data.numbers(feature, batch))));
    }
    return batches;
  }
}
