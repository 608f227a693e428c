package org.caracal.core.model;

import java.util.HashMap;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.plugin.ResolvedPlugins;
import org.caracal.model.ModelSpec;
import org.caracal.model.ModelSummary;

/**
 * Makes the table of a model. Two traces with different batches tell which extents grow with the
 * batch.
 */
public final class ModelSummarizer {
  private static final int BATCH = 2;

  private ModelSummarizer() {}

  /**
   * The table of a model.
   *
   * @throws org.caracal.SpecException if the model is malformed
   * @throws org.caracal.PluginException if a plugin is missing or misbehaves
   */
  public static ModelSummary summarize(ModelSpec model, PluginResolver plugins) {
    var resolved = new ResolvedPlugins(plugins);
    var traced = ModelTracer.trace(model, resolved, BATCH, false);
    var larger = ModelTracer.trace(model, resolved, BATCH + 1, false);
    var parameters = parametersByLayer(traced);
    var rows =
        IntStream.range(0, traced.layers().size())
            .mapToObj(i -> row(traced.layers().get(i), larger.layers().get(i), parameters))
            .toList();
    return new ModelSummary(
        model.name(),
        rows,
        traced.parameters().stream()
            .mapToLong(parameter -> parameter.tensor().shape().size())
            .sum(),
        traced.states().stream().mapToLong(state -> state.tensor().shape().size()).sum());
  }

  private static Map<String, Long> parametersByLayer(TracedModel traced) {
    var counts = new HashMap<String, Long>();
    for (var parameter : traced.parameters()) {
      var layer = parameter.path().substring(0, parameter.path().lastIndexOf('/'));
      counts.merge(layer, (long) parameter.tensor().shape().size(), Long::sum);
    }
    return counts;
  }

  /**
   * Parameters are counted once, where they first appear: further uses of a shared layer show none.
   */
  private static ModelSummary.Row row(
      TracedLayer layer, TracedLayer larger, Map<String, Long> parameters) {
    var count = parameters.remove(layer.path());
    return new ModelSummary.Row(
        layer.path(),
        layer.layer().name(),
        shape(layer.outputs().get(0).shape(), larger.outputs().get(0).shape()),
        count == null ? 0 : count,
        layer.layer().origin());
  }

  private static String shape(Shape shape, Shape larger) {
    return IntStream.range(0, shape.rank())
        .mapToObj(axis -> extent(shape.extent(axis), larger.extent(axis)))
        .collect(Collectors.joining(", ", "[", "]"));
  }

  private static String extent(int extent, int larger) {
    var perExample = larger - extent;
    if (perExample == 0) {
      return String.valueOf(extent);
    }
    var rest = extent - BATCH * perExample;
    return (perExample == 1 ? "N" : perExample + "N") + (rest == 0 ? "" : " + " + rest);
  }
}
