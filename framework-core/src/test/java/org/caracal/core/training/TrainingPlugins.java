package org.caracal.core.training;

import static org.caracal.core.model.TestLayers.layer;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.data.DigitsSource;
import org.caracal.core.metric.Accuracy;
import org.caracal.core.metric.DeterminationCoefficient;
import org.caracal.core.plugin.TestPlugins;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.loss.Loss;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.Schedule;
import org.caracal.optimizer.UpdateScope;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.random.RandomStream;

/**
 * The few plugins that a training run needs. The real ones cannot be used here: their modules test
 * against this one.
 */
final class TrainingPlugins {
  private TrainingPlugins() {}

  static TestPlugins all() {
    return new TestPlugins()
        .with(PluginKind.LAYER, "dense", new Dense())
        .with(PluginKind.LAYER, "relu", layer((scope, inputs) -> List.of(inputs.get(0).relu())))
        .with(
            PluginKind.LAYER,
            "dropout",
            layer((scope, inputs) -> List.of(dropout(scope, inputs.get(0)))))
        .with(
            PluginKind.LAYER,
            "center",
            layer((scope, inputs) -> List.of(center(scope, inputs.get(0)))))
        .with(
            PluginKind.LAYER,
            "reciprocal",
            layer((scope, inputs) -> List.of(inputs.get(0).reciprocal())))
        .with(
            PluginKind.LAYER, "zero", layer((scope, inputs) -> List.of(inputs.get(0).multiply(0))))
        .with(PluginKind.LAYER, "root", layer((scope, inputs) -> List.of(root(inputs.get(0)))))
        .with(
            PluginKind.LAYER,
            "random",
            layer((scope, inputs) -> List.of(scope.randomNormal(inputs.get(0).shape()))))
        .with(PluginKind.INITIALIZER, "he", new He())
        .with(PluginKind.LOSS, "cross-entropy", new CrossEntropy())
        .with(PluginKind.LOSS, "mse", new SquaredError())
        .with(PluginKind.OPTIMIZER, "sgd", new Sgd())
        .with(PluginKind.OPTIMIZER, "adam", new Adam())
        .with(PluginKind.SCHEDULE, "halving", new Halving())
        .with(PluginKind.METRIC, "accuracy", new Accuracy())
        .with(PluginKind.METRIC, "r2", new DeterminationCoefficient())
        .with(PluginKind.DATA_SOURCE, "digits", new DigitsSource())
        .with(PluginKind.DATA_SOURCE, "line", new Line());
  }

  /** {@code [N, F] -> [N, units]} with bias. */
  static final class Dense implements UnaryLayer<Dense.Options> {
    record Options(@Option(value = "number of outputs", min = 1) int units) {}

    @Override
    public Class<Options> optionsType() {
      return Options.class;
    }

    @Override
    public Tensor apply(Options options, Scope scope, Tensor input) {
      var in = input.shape().extent(-1);
      var he = PluginSpec.of("he");
      var kernel =
          scope.parameter(
              "kernel", Shape.of(in, options.units()), new Fans(in, options.units()), he);
      return input
          .matmul(kernel)
          .add(scope.parameter("bias", Shape.of(options.units()), new Fans(in, 1), he));
    }
  }

  private static Tensor dropout(Scope scope, Tensor input) {
    if (!scope.training()) {
      return input;
    }
    var kept = scope.randomUniform(input.shape()).compare(Compare.Relation.GREATER_EQUAL, 0.2);
    return kept.select(input.multiply(1.25), Tensor.constant(0, input.dtype()));
  }

  /** 0 at 0, with an infinite slope. */
  private static Tensor root(Tensor input) {
    return input.subtract(input.stopGradient()).abs().sqrt();
  }

  /** Takes off a running mean. */
  private static Tensor center(Scope scope, Tensor input) {
    var mean =
        scope.state("mean", new TensorType(input.dtype(), Shape.of(input.shape().extent(-1))), 0);
    scope.assign(mean, mean.multiply(0.9).add(input.mean(false, 0).stopGradient().multiply(0.1)));
    return input.subtract(mean);
  }

  /** Uniform numbers whose bound shrinks with the number of inputs. */
  static final class He implements Initializer<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public void initialize(
        NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
      for (var i = 0; i < values.length; i++) {
        values[i] = (2 * random.nextUniform() - 1) * Math.sqrt(6.0 / fans.in());
      }
    }
  }

  /** Of logits and class indices. */
  static final class CrossEntropy implements Loss<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
      if (prediction.shape().rank() != 2 || !target.dtype().isInteger()) {
        throw new IllegalArgumentException("expected logits [N, C] and indices [N]");
      }
      var indices = target.cast(DType.INT32).reshape(target.shape().extent(0), 1);
      return prediction.logSoftmax(-1).gatherElements(-1, indices).mean(false).negate();
    }

    @Override
    public java.util.OptionalInt classes(
        NoOptions options, TensorType prediction, TensorType target) {
      return java.util.OptionalInt.of(prediction.shape().extent(-1));
    }
  }

  /** The mean squared error. */
  static final class SquaredError implements Loss<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Tensor apply(NoOptions options, Tensor prediction, Tensor target) {
      return prediction
          .subtract(target.cast(prediction.dtype()).reshape(prediction.shape()))
          .square()
          .mean(false);
    }
  }

  /** Gradient descent with momentum. */
  static final class Sgd implements Optimizer<Sgd.Options> {
    record Options(
        @Option(value = "learning rate", byDefault = "0.01") double learningRate,
        @Option(value = "momentum", byDefault = "0.9") double momentum) {}

    @Override
    public Class<Options> optionsType() {
      return Options.class;
    }

    @Override
    public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
      var velocity = scope.slot("velocity", 0);
      var next = velocity.multiply(options.momentum()).add(gradient);
      scope.assign(velocity, next);
      return parameter.subtract(next.multiply(scope.learningRate()));
    }
  }

  /** Adam. */
  static final class Adam implements Optimizer<Adam.Options> {
    record Options(@Option(value = "learning rate", byDefault = "0.003") double learningRate) {}

    @Override
    public Class<Options> optionsType() {
      return Options.class;
    }

    @Override
    public Tensor update(Options options, UpdateScope scope, Tensor parameter, Tensor gradient) {
      var mean = average(scope, "mean", 0.9, gradient);
      var square = average(scope, "square", 0.999, gradient.square());
      return parameter.subtract(
          mean.multiply(scope.learningRate()).divide(square.sqrt().add(1e-8)));
    }

    private static Tensor average(UpdateScope scope, String name, double decay, Tensor value) {
      var slot = scope.slot(name, 0);
      var next = slot.multiply(decay).add(value.multiply(1 - decay));
      scope.assign(slot, next);
      return next.divide(scope.step().multiply(Math.log(decay)).exp().negate().add(1));
    }
  }

  /** Half the learning rate after each epoch. */
  static final class Halving implements Schedule<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public double factor(NoOptions options, Progress progress) {
      return Math.pow(0.5, progress.epoch());
    }
  }

  /** Points {@code x} in [-1, 1) and {@code y = 2 x + 1}. */
  static final class Line implements DataSource<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Dataset open(NoOptions options, java.nio.file.Path directory) {
      var x = new float[64];
      var y = new float[64];
      for (var i = 0; i < x.length; i++) {
        x[i] = i / 32f - 1;
        y[i] = 2 * x[i] + 1;
      }
      return new ArrayDataset(
          java.util.Map.of(
              "x", NdArray.of(Shape.of(64, 1), x), "y", NdArray.of(Shape.of(64, 1), y)));
    }
  }
}
