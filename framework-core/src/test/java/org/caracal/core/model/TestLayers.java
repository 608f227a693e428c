package org.caracal.core.model;

import java.util.List;
import java.util.function.BiFunction;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.plugin.TestPlugins;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.layer.Layer;
import org.caracal.layer.Scope;
import org.caracal.layer.UnaryLayer;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.random.RandomStream;

/** Small layers that use everything that a scope offers. */
public final class TestLayers {
  private TestLayers() {}

  /** All of them, and the initializer {@code ones}. */
  public static TestPlugins plugins() {
    return new TestPlugins()
        .with(PluginKind.LAYER, "dense", new Dense())
        .with(PluginKind.LAYER, "relu", layer((scope, inputs) -> List.of(inputs.get(0).relu())))
        .with(
            PluginKind.LAYER,
            "sum",
            layer((scope, inputs) -> List.of(inputs.stream().reduce(Tensor::add).orElseThrow())))
        .with(PluginKind.LAYER, "halves", layer((scope, inputs) -> halves(inputs.get(0))))
        .with(
            PluginKind.LAYER,
            "center",
            layer((scope, inputs) -> List.of(center(scope, inputs.get(0)))))
        .with(
            PluginKind.LAYER,
            "noise",
            layer((scope, inputs) -> List.of(noise(scope, inputs.get(0)))))
        .with(PluginKind.LAYER, "tower", layer(TestLayers::tower))
        .with(PluginKind.INITIALIZER, "ones", new Ones());
  }

  /** A layer without options. */
  public static Layer<NoOptions> layer(BiFunction<Scope, List<Tensor>, List<Tensor>> description) {
    return new Layer<>() {
      @Override
      public Class<NoOptions> optionsType() {
        return NoOptions.class;
      }

      @Override
      public List<Tensor> apply(NoOptions options, Scope scope, List<Tensor> inputs) {
        return description.apply(scope, inputs);
      }
    };
  }

  /** {@code [N, F] -> [N, units]}. */
  public static final class Dense implements UnaryLayer<Dense.Options> {
    /** Its options. */
    public record Options(
        @Option(value = "number of outputs", min = 1) int units,
        @Option(value = "first values of the kernel", byDefault = "ones") PluginSpec kernel) {}

    @Override
    public Class<Options> optionsType() {
      return Options.class;
    }

    @Override
    public Tensor apply(Options options, Scope scope, Tensor input) {
      var in = input.shape().extent(-1);
      var kernel =
          scope.parameter(
              "kernel", Shape.of(in, options.units), new Fans(in, options.units), options.kernel);
      return input.matmul(kernel);
    }
  }

  /** Fills with ones. */
  public static final class Ones implements Initializer<NoOptions> {
    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public void initialize(
        NoOptions options, Shape shape, Fans fans, RandomStream random, double[] values) {
      java.util.Arrays.fill(values, 1);
    }
  }

  /** Two outputs. */
  private static List<Tensor> halves(Tensor input) {
    var extent = input.shape().extent(-1);
    return List.of(input.slice(-1, 0, extent / 2), input.slice(-1, extent / 2, extent));
  }

  /** A running mean. */
  private static Tensor center(Scope scope, Tensor input) {
    var type = new TensorType(input.dtype(), Shape.of(input.shape().extent(-1)));
    var mean = scope.state("mean", type, 0.5);
    scope.assign(mean, mean.multiply(0.9).add(input.mean(false, 0).multiply(0.1)));
    return input.subtract(mean);
  }

  private static Tensor noise(Scope scope, Tensor input) {
    return scope.training()
        ? input.add(scope.randomUniform(input.shape())).add(scope.randomUniform(input.shape()))
        : input;
  }

  /** The same nested layer twice, and a penalty. */
  private static List<Tensor> tower(Scope scope, List<Tensor> inputs) {
    var dense = PluginSpec.of("dense", java.util.Map.of("units", inputs.get(0).shape().extent(-1)));
    var once = scope.layer("cell", dense, inputs);
    var twice = scope.layer("cell", dense, once);
    scope.addLoss(scope.gradients(twice.get(0), inputs).get(0).square().mean(false));
    return twice;
  }
}
