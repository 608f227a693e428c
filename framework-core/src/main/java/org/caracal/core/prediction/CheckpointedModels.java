package org.caracal.core.prediction;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.array.NdArray;
import org.caracal.core.backend.BackendRegistry;
import org.caracal.core.model.ModelSummarizer;
import org.caracal.core.plugin.PluginRegistry;
import org.caracal.core.training.CheckpointEvaluation;
import org.caracal.core.training.ClassOutputs;
import org.caracal.model.ModelStore;
import org.caracal.model.ModelSummary;
import org.caracal.model.Predictor;
import org.caracal.training.Job;
import org.caracal.training.RunOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Models in checkpoints. */
@Component(service = ModelStore.class)
public final class CheckpointedModels implements ModelStore {
  /** Examples that are predicted at a time: enough to keep all processors busy. */
  private static final int BATCH = 256;

  private final PluginRegistry plugins;
  private final BackendRegistry backends;

  /** Creates the component. */
  @Activate
  public CheckpointedModels(
      @Reference PluginRegistry plugins, @Reference BackendRegistry backends) {
    this.plugins = plugins;
    this.backends = backends;
  }

  @Override
  public ModelSummary summarize(Job job) {
    return ModelSummarizer.summarize(job.model(), plugins);
  }

  @Override
  public Predictor load(Path checkpoint, RunOptions options) {
    return new PlannedPredictor(TrainedModel.load(checkpoint, plugins), backends, options);
  }

  @Override
  public Map<String, Double> evaluate(Path checkpoint, RunOptions options) {
    return CheckpointEvaluation.evaluate(checkpoint, plugins, backends, options);
  }

  @Override
  public long predict(Path checkpoint, Path input, Path output, RunOptions options) {
    var trained = TrainedModel.load(checkpoint, plugins);
    PredictionOutput.check(output, trained.job().model().outputs());
    var examples = PredictionInput.read(input, trained);
    var rows = examples.values().iterator().next().shape().extent(0);
    var results = new LinkedHashMap<String, NdArray>();
    try (var predictor = new PlannedPredictor(trained, backends, options)) {
      for (var from = 0; from < rows; from += BATCH) {
        var first = from;
        var count = Math.min(BATCH, rows - from);
        var batch = new TreeMap<String, NdArray>();
        examples.forEach((name, array) -> batch.put(name, rows(array, first, count)));
        predictor
            .predict(batch)
            .forEach(
                (name, part) -> {
                  var whole =
                      results.computeIfAbsent(
                          name,
                          key -> NdArray.zeros(part.type().withShape(part.shape().with(0, rows))));
                  part.copyTo(0, whole, first * (part.size() / count), part.size());
                });
      }
    }
    PredictionOutput.write(output, ClassOutputs.of(trained.job(), trained.plugins()), results);
    return rows;
  }

  private static NdArray rows(NdArray array, int from, int count) {
    var size = array.size() / array.shape().extent(0);
    var part = NdArray.zeros(array.type().withShape(array.shape().with(0, count)));
    array.copyTo(from * size, part, 0, count * size);
    return part;
  }
}
