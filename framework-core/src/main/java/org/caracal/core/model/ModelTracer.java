package org.caracal.core.model;

import org.caracal.core.plugin.PluginResolver;
import org.caracal.model.ModelSpec;

/** Traces models: lets each layer describe its computation once. */
public final class ModelTracer {
  private ModelTracer() {}

  /**
   * Traces a model.
   *
   * @param plugins where layers and initializers are found; {@link org.caracal.core.plugin.ResolvedPlugins} to trace again with the same ones
   * @param batch number of examples in a batch
   * @param training whether to trace for training: dropout drops, states are assigned
   * @throws org.caracal.SpecException if the model is malformed, or a layer rejects its options or inputs; the message names
   *     file and line, layer path, plugin, bundle and shapes
   * @throws org.caracal.PluginException if a plugin is missing or misbehaves
   */
  public static TracedModel trace(ModelSpec model, PluginResolver plugins, int batch, boolean training) {
    throw new UnsupportedOperationException("being written");
  }
}
