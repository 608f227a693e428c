package org.caracal.benchmarks;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.caracal.core.data.DigitsSource;
import org.caracal.core.metric.Accuracy;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.plugin.Registered;
import org.caracal.core.spec.YamlJobReader;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugins.initializers.ConstantValue;
import org.caracal.plugins.initializers.GlorotUniform;
import org.caracal.plugins.initializers.HeNormal;
import org.caracal.plugins.initializers.Normal;
import org.caracal.plugins.initializers.Zeros;
import org.caracal.plugins.layers.Dense;
import org.caracal.plugins.layers.Dropout;
import org.caracal.plugins.layers.Embedding;
import org.caracal.plugins.layers.Flatten;
import org.caracal.plugins.layers.Gelu;
import org.caracal.plugins.layers.LayerNorm;
import org.caracal.plugins.layers.MultiHeadAttention;
import org.caracal.plugins.layers.PositionEmbedding;
import org.caracal.plugins.layers.Relu;
import org.caracal.plugins.layers.Residual;
import org.caracal.plugins.losses.CrossEntropy;
import org.caracal.plugins.optimizers.Adam;
import org.caracal.plugins.schedules.CosineSchedule;
import org.caracal.training.Job;
import org.osgi.framework.Version;

/** The example jobs, with the plugins that they need, outside of a container. */
final class Jobs {
  /** Pictures are random: how long a step takes does not depend on them. */
  static final PluginResolver PLUGINS =
      new Plugins()
          .with(PluginKind.LAYER, "dense", new Dense())
          .with(PluginKind.LAYER, "dropout", new Dropout())
          .with(PluginKind.LAYER, "flatten", new Flatten())
          .with(PluginKind.LAYER, "relu", new Relu())
          .with(PluginKind.LAYER, "embedding", new Embedding())
          .with(PluginKind.LAYER, "gelu", new Gelu())
          .with(PluginKind.LAYER, "layer-norm", new LayerNorm())
          .with(PluginKind.LAYER, "multi-head-attention", new MultiHeadAttention())
          .with(PluginKind.LAYER, "position-embedding", new PositionEmbedding())
          .with(PluginKind.LAYER, "residual", new Residual())
          .with(PluginKind.INITIALIZER, "he-normal", new HeNormal())
          .with(PluginKind.INITIALIZER, "glorot-uniform", new GlorotUniform())
          .with(PluginKind.INITIALIZER, "constant", new ConstantValue())
          .with(PluginKind.INITIALIZER, "normal", new Normal())
          .with(PluginKind.INITIALIZER, "zeros", new Zeros())
          .with(PluginKind.LOSS, "cross-entropy", new CrossEntropy())
          .with(PluginKind.OPTIMIZER, "adam", new Adam())
          .with(PluginKind.SCHEDULE, "cosine", new CosineSchedule())
          .with(PluginKind.METRIC, "accuracy", new Accuracy())
          .with(PluginKind.DATA_SOURCE, "digits", new DigitsSource())
          .with(PluginKind.DATA_SOURCE, "idx", new RandomPictures())
          .with(PluginKind.DATA_SOURCE, "random", new RandomExamples());

  private Jobs() {}

  /** The job of an example, such as {@code digits-mlp}. */
  static Job example(String name) {
    var file = "/" + name + ".yaml";
    try (var spec = Jobs.class.getResourceAsStream(file)) {
      return of(name, new String(spec.readAllBytes(), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The job of a spec. */
  static Job of(String name, String text) {
    return YamlJobReader.parse(text, name + ".yaml", Path.of(""), Map.of());
  }

  private static final class Plugins implements PluginResolver {
    private final Map<String, Registered<?>> plugins = new HashMap<>();

    Plugins with(PluginKind kind, String name, Object plugin) {
      var version = Version.parseVersion("1.0.0");
      var registered =
          new Registered<>(plugin, kind, name, "benchmarks", version, plugins.size() + 1L);
      plugins.put(kind + " " + name, registered);
      return this;
    }

    @Override
    @SuppressWarnings("unchecked") // of the kind that was asked for
    public <T> Registered<T> resolve(PluginKind kind, PluginSpec spec) {
      var plugin = plugins.get(kind + " " + spec.name());
      if (plugin == null) {
        throw new IllegalArgumentException("the benchmarks have no " + kind + " " + spec.name());
      }
      return (Registered<T>) plugin;
    }
  }
}
