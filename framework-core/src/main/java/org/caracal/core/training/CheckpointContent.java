package org.caracal.core.training;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.core.checkpoint.Snapshot;
import org.caracal.core.data.Normalization;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.core.spec.JobWriter;
import org.caracal.core.spec.YamlJobReader;
import org.caracal.training.Job;
import org.caracal.training.Run;

/**
 * What checkpoints of a run hold besides the values of its variables: the job, how far it has come,
 * how features are scaled, what metrics have taken in, and which bundles it used.
 *
 * @param job the job
 * @param plugins the plugins that it uses
 * @param normalization how features are scaled
 */
public record CheckpointContent(Job job, ResolvedPlugins plugins, Normalization normalization) {
  /** No layer can be called so: paths do not begin with #. */
  private static final String NORMALIZATION = "#normalization/";

  private static final String METRICS = "#metrics/";

  Snapshot snapshot(
      Progress progress,
      Map<String, NdArray> variables,
      Map<String, Double> stopping,
      Map<String, Double> metrics,
      Run.BackendChoice backend) {
    var meta = new LinkedHashMap<String, Object>();
    meta.put("format", 1);
    meta.put("job", JobWriter.write(job));
    meta.put("directory", job.directory().toString());
    meta.put("updates", progress.updates());
    meta.put("lossSum", progress.lossSum());
    meta.put("examples", progress.examples());
    meta.put("midEpoch", progress.midEpoch());
    meta.put("earlyStopping", finite(stopping));
    meta.put("metrics", finite(metrics));
    meta.put("backend", backend.name());
    meta.put(
        "bundles",
        plugins.all().stream().map(plugin -> plugin.origin()).distinct().sorted().toList());
    var tensors = new HashMap<>(variables);
    normalization.toTensors().forEach((path, tensor) -> tensors.put(NORMALIZATION + path, tensor));
    if (progress.midEpoch()) {
      progress.metrics().forEach((name, state) -> tensors.put(METRICS + name, state));
    }
    return new Snapshot(progress.step(), meta, tensors);
  }

  /** JSON has no other numbers. Sorted, so that equal runs write equal files. */
  private static Map<String, Double> finite(Map<String, Double> numbers) {
    var finite = new TreeMap<String, Double>();
    numbers.forEach(
        (name, number) -> {
          if (Double.isFinite(number)) {
            finite.put(name, number);
          }
        });
    return finite;
  }

  /** The job of a checkpoint. */
  public static Job job(Snapshot snapshot) {
    if (!(snapshot.meta().get("job") instanceof Map<?, ?> written)) {
      throw new DataException("the checkpoint of step " + snapshot.step() + " holds no job");
    }
    @SuppressWarnings("unchecked") // JSON has no other keys
    var job = (Map<String, ?>) written;
    return YamlJobReader.parse(
        job, Path.of(String.valueOf(snapshot.meta().getOrDefault("directory", ""))));
  }

  /** How a checkpoint's features are scaled. */
  public static Normalization normalization(Snapshot snapshot) {
    return Normalization.of(tensors(snapshot, NORMALIZATION));
  }

  private static Map<String, NdArray> tensors(Snapshot snapshot, String prefix) {
    var tensors = new HashMap<String, NdArray>();
    snapshot
        .tensors()
        .forEach(
            (path, tensor) -> {
              if (path.startsWith(prefix)) {
                tensors.put(path.substring(prefix.length()), tensor);
              }
            });
    return tensors;
  }

  /** How far a checkpoint's run had come. */
  static Progress progress(Snapshot snapshot) {
    return new Progress(
        snapshot.step(),
        (long) number(snapshot, "updates"),
        number(snapshot, "lossSum"),
        (long) number(snapshot, "examples"),
        tensors(snapshot, METRICS),
        Boolean.TRUE.equals(snapshot.meta().get("midEpoch")));
  }

  /** The state of early stopping in a checkpoint. */
  static Map<String, Double> stopping(Snapshot snapshot) {
    var state = new HashMap<String, Double>();
    if (snapshot.meta().get("earlyStopping") instanceof Map<?, ?> written) {
      written.forEach(
          (name, value) -> {
            if (value instanceof Number number) {
              state.put(String.valueOf(name), number.doubleValue());
            }
          });
    }
    return state;
  }

  private static double number(Snapshot snapshot, String name) {
    if (snapshot.meta().get(name) instanceof Number number) {
      return number.doubleValue();
    }
    throw new DataException("the checkpoint of step " + snapshot.step() + " has no number " + name);
  }

  /** The bundles that a checkpoint's run used: {@code name version}. */
  public static List<String> bundles(Snapshot snapshot) {
    return snapshot.meta().get("bundles") instanceof List<?> bundles
        ? bundles.stream().map(String::valueOf).toList()
        : List.of();
  }
}
