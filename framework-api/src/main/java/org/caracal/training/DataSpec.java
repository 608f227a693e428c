package org.caracal.training;

import java.util.List;
import java.util.Optional;
import org.caracal.plugin.PluginSpec;

/**
 * Where a job's examples come from.
 *
 * @param train source of the training examples
 * @param validation source of the validation examples; if empty, split off the training examples
 * @param test source of the test examples; if empty, split off the training examples
 * @param validationFraction share of the training source that becomes the validation split, in [0,
 *     1)
 * @param testFraction share of the training source that becomes the test split, in [0, 1)
 * @param normalizations what is done to features, in this order
 * @param shuffle whether training examples come in another order in each epoch
 */
public record DataSpec(
    PluginSpec train,
    Optional<PluginSpec> validation,
    Optional<PluginSpec> test,
    double validationFraction,
    double testFraction,
    List<Normalization> normalizations,
    boolean shuffle) {
  /** Copies the list. */
  public DataSpec {
    normalizations = List.copyOf(normalizations);
  }

  /** All examples of one source for training, in another order in each epoch. */
  public static DataSpec of(PluginSpec train) {
    return new DataSpec(train, Optional.empty(), Optional.empty(), 0, 0, List.of(), true);
  }

  /** This data with shares of the examples split off for test and validation. */
  public DataSpec split(double testShare, double validationShare) {
    return new DataSpec(
        train, validation, test, validationShare, testShare, normalizations, shuffle);
  }

  /**
   * How a floating feature is scaled.
   *
   * @param feature its name
   * @param method how
   * @param offset for AFFINE: subtracted first
   * @param scale for AFFINE: divided by
   */
  public record Normalization(String feature, Method method, double offset, double scale) {
    /** The ways to scale. */
    public enum Method {
      /** {@code (x - offset) / scale}. */
      AFFINE,
      /** To mean 0 and standard deviation 1 of each element over the training split. */
      STANDARD,
      /** To [0, 1] of each element over the training split. */
      MIN_MAX
    }
  }
}
