package org.caracal.core.prediction;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Buffer;
import org.caracal.core.checkpoint.CheckpointStore;
import org.caracal.core.checkpoint.Snapshot;
import org.caracal.core.data.Normalization;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.model.Parameter;
import org.caracal.core.model.State;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.core.training.CheckpointContent;
import org.caracal.graph.Input;
import org.caracal.graph.Tensor;
import org.caracal.training.Job;

/**
 * What a checkpoint holds for prediction.
 *
 * @param job the job that was trained
 * @param plugins its plugins, the same at every trace
 * @param normalization how features are scaled
 * @param tensors values of parameters and states, by path
 */
record TrainedModel(
    Job job, ResolvedPlugins plugins, Normalization normalization, Map<String, NdArray> tensors) {

  /**
   * Loads the newest valid checkpoint.
   *
   * @throws DataException if there is none, or it does not fit the model
   * @throws org.caracal.PluginException if a layer is missing
   */
  static TrainedModel load(Path checkpoint, PluginResolver registry) {
    return of(CheckpointStore.load(checkpoint), new ResolvedPlugins(registry));
  }

  private static TrainedModel of(Snapshot snapshot, ResolvedPlugins plugins) {
    var model =
        new TrainedModel(
            CheckpointContent.job(snapshot),
            plugins,
            CheckpointContent.normalization(snapshot),
            snapshot.tensors());
    variables(model.trace(1)).forEach((path, type) -> check(path, type, snapshot));
    return model;
  }

  private static void check(String path, TensorType type, Snapshot snapshot) {
    var tensor = snapshot.tensors().get(path);
    if (tensor == null || !tensor.type().equals(type)) {
      throw new DataException(
          "the checkpoint does not fit the layers that are installed, which want "
              + path
              + " as "
              + type
              + "; the checkpoint has "
              + (tensor == null ? "none" : tensor.type())
              + " and was made with "
              + CheckpointContent.bundles(snapshot));
    }
  }

  /** The model for a number of examples, for use. */
  TracedModel trace(int rows) {
    return ModelTracer.trace(job.model(), plugins, rows, false);
  }

  private static Map<String, TensorType> variables(TracedModel traced) {
    var types = new HashMap<String, TensorType>();
    traced.parameters().forEach(each -> types.put(each.path(), each.tensor().type()));
    traced.states().forEach(each -> types.put(each.path(), each.tensor().type()));
    return types;
  }

  /** The parameters and states of a trace. */
  static Stream<Tensor> variableTensors(TracedModel traced) {
    return Stream.concat(
        traced.parameters().stream().map(Parameter::tensor),
        traced.states().stream().map(State::tensor));
  }

  /** The values in buffers of a session, by the name that plans know them by. */
  Map<String, Buffer> buffers(BackendSession session) {
    var buffers = new HashMap<String, Buffer>();
    variableTensors(trace(1))
        .forEach(
            variable -> {
              var name = ((Input) variable.operation()).name();
              var buffer = session.allocate(variable.dtype(), variable.shape().size());
              buffer.write(tensors.get(name).elements());
              buffers.put(name, buffer);
            });
    return buffers;
  }
}
