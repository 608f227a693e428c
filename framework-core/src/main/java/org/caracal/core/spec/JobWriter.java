package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.caracal.core.plugin.PluginReferences;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.caracal.training.Callbacks;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.LossSpec;
import org.caracal.training.MetricSpec;
import org.caracal.training.PhaseSpec;
import org.caracal.training.TrainingSpec;

/**
 * Writes jobs as maps, lists, text, numbers and truth values, ready for JSON, by the same keys as
 * specs: models in graph form, everything written out. {@link YamlJobReader} reads it back; only
 * the folder for relative paths is not part of it.
 */
public final class JobWriter {
  private JobWriter() {}

  /** The job, but for its directory. */
  public static Map<String, Object> write(Job job) {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", job.name());
    map.put("seed", job.seed());
    map.put("model", model(job.model()));
    map.put("data", data(job.data()));
    map.put("training", training(job.training()));
    return map;
  }

  /** The section {@code model}. */
  public static Map<String, Object> model(ModelSpec model) {
    var inputs = new LinkedHashMap<String, Object>();
    model.inputs().forEach(input -> inputs.put(input.name(), input(input)));
    var map = new LinkedHashMap<String, Object>();
    map.put("name", model.name());
    map.put("dtype", model.dtype().toString());
    map.put("inputs", inputs);
    map.put("graph", model.nodes().stream().map(JobWriter::node).toList());
    map.put("outputs", model.outputs());
    return map;
  }

  private static Map<String, Object> input(InputSpec input) {
    var map = new LinkedHashMap<String, Object>();
    map.put("shape", Arrays.stream(input.type().shape().toArray()).boxed().toList());
    map.put("dtype", input.type().dtype().toString());
    return map;
  }

  private static Map<String, Object> node(NodeSpec node) {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", node.path());
    node.sharedWith()
        .ifPresentOrElse(
            owner -> map.put("shares", owner),
            () -> map.put("layer", PluginReferences.write(node.layer())));
    map.put("inputs", node.inputs());
    return map;
  }

  private static Map<String, Object> data(DataSpec data) {
    var map = new LinkedHashMap<String, Object>();
    map.put("train", PluginReferences.write(data.train()));
    data.validation().ifPresent(source -> map.put("validation", PluginReferences.write(source)));
    data.test().ifPresent(source -> map.put("test", PluginReferences.write(source)));
    var split = new LinkedHashMap<String, Object>();
    putUnless(split, "validation", data.validationFraction(), 0.0);
    putUnless(split, "test", data.testFraction(), 0.0);
    putUnless(map, "split", split, Map.of());
    var normalize = new LinkedHashMap<String, List<Object>>();
    data.normalizations()
        .forEach(
            one ->
                normalize
                    .computeIfAbsent(one.feature(), feature -> new ArrayList<>())
                    .add(normalization(one)));
    putUnless(map, "normalize", normalize, Map.of());
    map.put("shuffle", data.shuffle());
    return map;
  }

  private static Object normalization(DataSpec.Normalization normalization) {
    if (normalization.method() != DataSpec.Normalization.Method.AFFINE) {
      return written(normalization.method());
    }
    var map = new LinkedHashMap<String, Object>();
    map.put("subtract", normalization.offset());
    map.put("divide", normalization.scale());
    return map;
  }

  private static Map<String, Object> training(TrainingSpec training) {
    var map = new LinkedHashMap<String, Object>();
    map.put("epochs", training.epochs());
    map.put("batchSize", training.batchSize());
    map.put("phases", training.phases().stream().map(JobWriter::phase).toList());
    map.put("metrics", training.metrics().stream().map(JobWriter::metric).toList());
    var callbacks = training.callbacks();
    callbacks
        .earlyStopping()
        .ifPresent(stopping -> map.put("earlyStopping", earlyStopping(stopping)));
    callbacks
        .clipping()
        .ifPresent(
            clipping ->
                map.put("clipGradients", Map.of(written(clipping.method()), clipping.limit())));
    map.put("nanGuard", written(callbacks.nanGuard()));
    return map;
  }

  private static Map<String, Object> earlyStopping(Callbacks.EarlyStopping stopping) {
    var map = new LinkedHashMap<String, Object>();
    map.put("metric", stopping.metric());
    map.put("patience", stopping.patience());
    map.put("minDelta", stopping.minDelta());
    return map;
  }

  private static Map<String, Object> phase(PhaseSpec phase) {
    var map = new LinkedHashMap<String, Object>();
    map.put("name", phase.name());
    map.put("losses", phase.losses().stream().map(JobWriter::loss).toList());
    map.put("optimizer", PluginReferences.write(phase.optimizer()));
    phase.schedule().ifPresent(schedule -> map.put("schedule", PluginReferences.write(schedule)));
    map.put("parameters", phase.parameters());
    return map;
  }

  private static Map<String, Object> loss(LossSpec loss) {
    var map = new LinkedHashMap<String, Object>();
    map.put("loss", PluginReferences.write(loss.loss()));
    putUnless(map, "output", loss.output(), "");
    map.put("target", loss.target());
    map.put("weight", loss.weight());
    return map;
  }

  private static Map<String, Object> metric(MetricSpec metric) {
    var map = new LinkedHashMap<String, Object>();
    map.put("metric", PluginReferences.write(metric.metric()));
    putUnless(map, "output", metric.output(), "");
    map.put("target", metric.target());
    return map;
  }

  private static void putUnless(Map<String, Object> map, String key, Object value, Object absent) {
    if (!value.equals(absent)) {
      map.put(key, value);
    }
  }

  /** An enum constant as specs write it. */
  private static String written(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
