package org.caracal.plugin;

import java.util.Locale;

/** The kinds of plugins. */
public enum PluginKind {
  /** {@link org.caracal.layer.Layer}. */
  LAYER,
  /** {@link org.caracal.loss.Loss}. */
  LOSS,
  /** {@link org.caracal.optimizer.Optimizer}. */
  OPTIMIZER,
  /** {@link org.caracal.optimizer.Schedule}. */
  SCHEDULE,
  /** {@link org.caracal.initializer.Initializer}. */
  INITIALIZER,
  /** {@link org.caracal.metric.Metric}. */
  METRIC,
  /** {@link org.caracal.data.DataSource}. */
  DATA_SOURCE,
  /** {@link org.caracal.backend.Backend}. */
  BACKEND;

  /** The name as written in capabilities and messages: {@code layer}, {@code data-source}. */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
