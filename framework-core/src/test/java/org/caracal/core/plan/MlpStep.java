package org.caracal.core.plan;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.HeapBuffer;
import org.caracal.core.graph.Differentiation;
import org.caracal.graph.Tensor;

/**
 * A training step of dense layers with relu, cross-entropy and Adam, as training would trace it.
 */
final class MlpStep {
  final Tensor features;
  final Tensor targets;
  final Tensor learningRate = Tensor.input("learningRate", TensorType.float32());
  final Tensor count = Tensor.input("count", TensorType.float32());
  final List<Tensor> variables = new ArrayList<>();
  final Map<String, Buffer> buffers = new HashMap<>();
  final Tensor loss;
  final StepGraph step;

  MlpStep(int batch, int... widths) {
    features = Tensor.input("features", TensorType.float32(batch, widths[0]));
    targets = Tensor.input("targets", new TensorType(DType.INT32, Shape.of(batch)));
    var random = new Random(7);
    var segments = new ArrayList<Segment>();
    var parameters = new ArrayList<Tensor>();
    var outputs = new ArrayList<Tensor>();
    var x = features;
    for (var i = 1; i < widths.length; i++) {
      var kernel = variable("dense_" + i + "/kernel", random, 0.3, widths[i - 1], widths[i]);
      var bias = variable("dense_" + i + "/bias", random, 0.1, widths[i]);
      parameters.addAll(List.of(kernel, bias));
      x = x.matmul(kernel).add(bias);
      outputs.add(x);
      segments.add(new Segment(Segment.Kind.FORWARD, "dense_" + i, List.of(x)));
      if (i < widths.length - 1) {
        x = x.relu();
        outputs.add(x);
        segments.add(new Segment(Segment.Kind.FORWARD, "relu_" + i, List.of(x)));
      }
    }
    var picked = x.logSoftmax(1).gatherElements(1, targets.reshape(batch, 1));
    loss = picked.mean(false).negate();
    segments.add(new Segment(Segment.Kind.LOSS, "loss", List.of(loss)));
    var wanted = new ArrayList<>(outputs);
    wanted.addAll(parameters);
    var gradients = Differentiation.gradients(loss, wanted);
    for (var i = outputs.size() - 1; i >= 0; i--) {
      segments.add(new Segment(Segment.Kind.BACKWARD, "layer_" + i, List.of(gradients.get(i))));
    }
    var ofParameters = gradients.subList(outputs.size(), gradients.size());
    segments.add(new Segment(Segment.Kind.BACKWARD, "parameters", ofParameters));
    var updates = new LinkedHashMap<Tensor, Tensor>();
    for (var i = 0; i < parameters.size(); i++) {
      adam(parameters.get(i), ofParameters.get(i), updates);
    }
    segments.add(new Segment(Segment.Kind.UPDATE, "adam", List.copyOf(updates.values())));
    step =
        new StepGraph(
            List.of(features, targets, learningRate, count),
            variables,
            segments,
            updates,
            List.of(loss));
  }

  private void adam(Tensor parameter, Tensor gradient, Map<Tensor, Tensor> updates) {
    var name = StepGraph.name(parameter);
    var extents = parameter.shape().toArray();
    var m = variable(name + "/m", new Random(1), 0, extents);
    var v = variable(name + "/v", new Random(1), 0, extents);
    var newM = m.multiply(0.9).add(gradient.multiply(0.1));
    var newV = v.multiply(0.999).add(gradient.square().multiply(0.001));
    var one = Tensor.constant(1, DType.FLOAT32);
    var correctedM = newM.divide(one.subtract(Tensor.constant(0.9, DType.FLOAT32).power(count)));
    var correctedV = newV.divide(one.subtract(Tensor.constant(0.999, DType.FLOAT32).power(count)));
    updates.put(
        parameter,
        parameter.subtract(learningRate.multiply(correctedM).divide(correctedV.sqrt().add(1e-8))));
    updates.put(m, newM);
    updates.put(v, newV);
  }

  private Tensor variable(String name, Random random, double scale, int... extents) {
    var variable = Tensor.input(name, TensorType.float32(extents));
    var buffer = new HeapBuffer(DType.FLOAT32, variable.shape().size());
    for (var i = 0; i < buffer.length(); i++) {
      buffer.floats()[i] = (float) (random.nextGaussian() * scale);
    }
    variables.add(variable);
    buffers.put(name, buffer);
    return variable;
  }

  /** Writes a batch. */
  void feed(Plan plan, long seed) {
    var random = new Random(seed);
    var x = new float[features.shape().size()];
    for (var i = 0; i < x.length; i++) {
      x[i] = random.nextFloat();
    }
    var y = random.ints(targets.shape().size(), 0, 3).toArray();
    plan.feed(features).write(x);
    plan.feed(targets).write(y);
    plan.feed(learningRate).write(new float[] {0.01f});
  }

  /** Runs steps and returns the losses. */
  float[] run(Plan plan, int steps) {
    var losses = new float[steps];
    var read = new float[1];
    for (var i = 0; i < steps; i++) {
      feed(plan, i % 3);
      plan.feed(count).write(new float[] {i + 1});
      plan.run();
      plan.fetch(loss).read(read);
      losses[i] = read[0];
    }
    return losses;
  }
}
