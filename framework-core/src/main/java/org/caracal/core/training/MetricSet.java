package org.caracal.core.training;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.metric.Metric;
import org.caracal.plugin.PluginKind;
import org.caracal.training.MetricSpec;

/** The metrics of a job. Immutable. */
final class MetricSet {
  /** The name of the loss among metrics. */
  static final String LOSS = "loss";

  /**
   * One metric.
   *
   * @param name its name in results: that of the plugin, with the output behind it where the plugin
   *     is used twice
   * @param metric the metric
   * @param target name of the feature that it compares with
   */
  record Entry(String name, Configured<Metric<Record>> metric, String target) {}

  private final List<Entry> entries = new ArrayList<>();

  MetricSet(List<MetricSpec> specs, PluginResolver plugins) {
    for (var spec : specs) {
      var plain = spec.metric().name();
      var taken = entries.stream().anyMatch(entry -> entry.name().equals(plain));
      var name =
          taken
              ? plain + " of " + (spec.output().isEmpty() ? entries.size() : spec.output())
              : plain;
      Configured<Metric<Record>> metric =
          Configured.resolve(plugins, PluginKind.METRIC, spec.metric(), "metric " + name);
      entries.add(new Entry(name, metric, spec.target()));
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /** Whether larger values are better, by name. */
  Map<String, Boolean> higherIsBetter() {
    var map = new LinkedHashMap<String, Boolean>();
    entries.forEach(entry -> map.put(entry.name(), entry.metric().plugin().higherIsBetter()));
    return map;
  }
}
