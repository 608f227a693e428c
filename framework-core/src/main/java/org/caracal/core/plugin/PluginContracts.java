package org.caracal.core.plugin;

import java.util.EnumMap;
import java.util.Map;
import org.caracal.backend.Backend;
import org.caracal.data.DataSource;
import org.caracal.initializer.Initializer;
import org.caracal.layer.Layer;
import org.caracal.loss.Loss;
import org.caracal.metric.Metric;
import org.caracal.optimizer.Optimizer;
import org.caracal.optimizer.Schedule;
import org.caracal.plugin.PluginKind;

/** Which service interface stands for which kind of plugin. */
final class PluginContracts {
  private static final Map<PluginKind, Class<?>> CONTRACTS =
      new EnumMap<>(
          Map.of(
              PluginKind.LAYER, Layer.class,
              PluginKind.LOSS, Loss.class,
              PluginKind.OPTIMIZER, Optimizer.class,
              PluginKind.SCHEDULE, Schedule.class,
              PluginKind.INITIALIZER, Initializer.class,
              PluginKind.METRIC, Metric.class,
              PluginKind.DATA_SOURCE, DataSource.class,
              PluginKind.BACKEND, Backend.class));

  private PluginContracts() {}

  /** The service interface of a kind. */
  static Class<?> of(PluginKind kind) {
    return CONTRACTS.get(kind);
  }
}
