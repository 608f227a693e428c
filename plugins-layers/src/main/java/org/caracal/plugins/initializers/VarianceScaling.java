package org.caracal.plugins.initializers;

import org.caracal.random.RandomStream;

/** Random values with a given variance. */
final class VarianceScaling {
  private VarianceScaling() {}

  /** Normal numbers of mean 0. */
  static void normal(double variance, RandomStream random, double[] values) {
    var deviation = Math.sqrt(variance);
    for (var i = 0; i < values.length; i++) {
      values[i] = deviation * random.nextNormal();
    }
  }

  /** Uniform numbers of mean 0: the interval [-a, a) has the variance a^2 / 3. */
  static void uniform(double variance, RandomStream random, double[] values) {
    var limit = Math.sqrt(3 * variance);
    for (var i = 0; i < values.length; i++) {
      values[i] = limit * (2 * random.nextUniform() - 1);
    }
  }
}
