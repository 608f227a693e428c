package org.caracal.core.training;

import java.util.Map;
import java.util.TreeMap;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.training.Job;

/** Which outputs of a model score classes. */
public final class ClassOutputs {
  private ClassOutputs() {}

  /**
   * The target by output, for outputs {@code [N, classes]} whose loss takes class indices.
   *
   * @param plugins where the losses and layers of the job are found
   */
  public static Map<String, String> of(Job job, PluginResolver plugins) {
    var model = ModelTracer.trace(job.model(), plugins, 1, false);
    var outputs = job.model().outputs();
    var found = new TreeMap<String, String>();
    for (var spec : job.training().phases()) {
      for (var term : Phase.of(spec, plugins).losses()) {
        var path = term.spec().output();
        var output = path.isEmpty() ? outputs.get(0) : path;
        if (outputs.contains(output) && scoresClasses(term, model.output(output).type())) {
          found.put(output, term.spec().target());
        }
      }
    }
    return found;
  }

  private static boolean scoresClasses(Phase.Term term, TensorType output) {
    if (output.shape().rank() != 2) {
      return false;
    }
    var indices = new TensorType(DType.INT32, Shape.of(output.shape().extent(0)));
    try {
      return term.loss().plugin().classes(term.loss().options(), output, indices).isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }
}
