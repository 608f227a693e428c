package org.caracal.initializer;

import org.caracal.array.Shape;
import org.caracal.plugin.Configurable;
import org.caracal.random.RandomStream;

/**
 * Gives parameters their first values. A service marked with {@link
 * org.caracal.plugin.InitializerPlugin}; stateless and thread-safe.
 *
 * @param <O> the options
 */
public interface Initializer<O extends Record> extends Configurable<O> {
  /**
   * Fills {@code values} (row-major, zeroed).
   *
   * @param random numbers that depend on the seed and the parameter's path only
   */
  void initialize(O options, Shape shape, Fans fans, RandomStream random, double[] values);
}
