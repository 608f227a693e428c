package org.caracal.benchmarks.peer.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.Adam;
import org.bytedeco.pytorch.AdamOptions;
import org.bytedeco.pytorch.AdamW;
import org.bytedeco.pytorch.AdamWOptions;
import org.bytedeco.pytorch.InferenceMode;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Optimizer;
import org.bytedeco.pytorch.SGD;
import org.bytedeco.pytorch.SGDOptions;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;
import org.caracal.benchmarks.workload.StepLoop;
import org.caracal.benchmarks.workload.Workload;
import org.caracal.benchmarks.workload.WorkloadData;

/** The workloads on libtorch, by JavaCPP. */
public final class Libtorch {
  private Libtorch() {}

  /**
   * Runs a workload.
   *
   * @param arguments those of {@link StepLoop#run}
   */
  public static void main(String[] arguments) {
    StepLoop.run(arguments, Libtorch::build);
  }

  @FunctionalInterface
  private interface Loss {
    Tensor of(Tensor input, Tensor target);
  }

  private static StepLoop.Step build(Workload workload, WorkloadData data, int threads) {
    torch.set_num_threads(threads);
    torch.manual_seed(1);
    return switch (workload) {
      case W1 -> {
        var net = Nets.mlp();
        yield train(adam(net), (x, y) -> torch.cross_entropy(net.forward(x), y), workload, data);
      }
      case W2 -> {
        var net = Nets.cnn();
        yield train(
            sgd(net, 0.9), (x, y) -> torch.cross_entropy(net.forward(x), y), workload, data);
      }
      case W3 -> {
        var net = Nets.vgg();
        yield train(
            sgd(net, 0.9), (x, y) -> torch.cross_entropy(net.forward(x), y), workload, data);
      }
      case W4 -> {
        var net = Nets.regression();
        yield train(sgd(net, 0), (x, y) -> torch.mse_loss(net.forward(x), y), workload, data);
      }
      case W5 -> {
        var net = new Transformer();
        var optimizer = new AdamW(net.parameters(), new AdamWOptions(3e-4));
        yield train(optimizer, net::loss, workload, data);
      }
      case W6 -> {
        var net = new Autoencoder();
        yield train(adam(net), (x, none) -> net.loss(x), workload, data);
      }
      case W7A, W7B -> infer(workload, data);
    };
  }

  private static Optimizer adam(Module net) {
    return new Adam(net.parameters(), new AdamOptions(1e-3));
  }

  private static Optimizer sgd(Module net, double momentum) {
    var options = new SGDOptions(0.01);
    options.momentum().put(momentum);
    return new SGD(net.parameters(), options);
  }

  private static StepLoop.Step train(
      Optimizer optimizer, Loss loss, Workload workload, WorkloadData data) {
    var inputs = batches(workload, data, 0);
    var targets = workload.features().size() > 1 ? batches(workload, data, 1) : inputs;
    return batch -> {
      try (var scope = new PointerScope()) {
        optimizer.zero_grad();
        var value = loss.of(inputs.get(batch), targets.get(batch));
        value.backward();
        optimizer.step();
        return value.item_float();
      }
    };
  }

  private static StepLoop.Step infer(Workload workload, WorkloadData data) {
    var net = Nets.cnn();
    net.eval();
    var inputs = batches(workload, data, 0);
    return batch -> {
      try (var scope = new PointerScope();
          var mode = new InferenceMode()) {
        return net.forward(inputs.get(batch)).flatten().get(0).item_float();
      }
    };
  }

  private static List<Tensor> batches(Workload workload, WorkloadData data, int feature) {
    var description = workload.features().get(feature);
    var shape = new long[1 + description.shape().length];
    shape[0] = workload.batchSize();
    for (var i = 1; i < shape.length; i++) {
      shape[i] = description.shape()[i - 1];
    }
    var batches = new ArrayList<Tensor>();
    for (var batch = 0; batch < workload.batches(); batch++) {
      batches.add(
          description.classes() > 0
              ? Tensor.create(longs(data.integers(feature, batch)), shape)
              : Tensor.create(data.numbers(feature, batch), shape));
    }
    return batches;
  }

  private static long[] longs(int[] integers) {
    var longs = new long[integers.length];
    for (var i = 0; i < longs.length; i++) {
      longs[i] = integers[i];
    }
    return longs;
  }
}
