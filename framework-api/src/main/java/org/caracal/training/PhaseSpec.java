package org.caracal.training;

import java.util.List;
import java.util.Optional;
import org.caracal.plugin.PluginSpec;

/**
 * One update within each step: a loss, the parameters that follow it, and how. Most jobs have one
 * phase; a GAN has two.
 *
 * @param name its name
 * @param losses terms of its loss
 * @param optimizer the optimizer and its options
 * @param schedule the learning-rate schedule; constant if empty
 * @param parameters patterns of paths of the parameters that it trains ({@code *} within a name,
 *     {@code **} across names)
 */
public record PhaseSpec(
    String name,
    List<LossSpec> losses,
    PluginSpec optimizer,
    Optional<PluginSpec> schedule,
    List<String> parameters) {
  /** Copies the lists. */
  public PhaseSpec {
    losses = List.copyOf(losses);
    parameters = List.copyOf(parameters);
  }
}
