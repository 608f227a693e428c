package org.caracal.metric;

import org.caracal.array.NdArray;
import org.caracal.plugin.Configurable;

/**
 * A number that tells how good predictions are, accumulated over batches. A service marked with
 * {@link org.caracal.plugin.MetricPlugin}; stateless and thread-safe.
 *
 * @param <O> the options
 */
public interface Metric<O extends Record> extends Configurable<O> {
  /** Starts an accumulation. */
  Accumulator start(O options);

  /** Whether larger values are better. */
  boolean higherIsBetter();

  /** Takes in batches. Not thread-safe. */
  interface Accumulator {
    /**
     * Takes in the first {@code rows} examples of a batch.
     *
     * @throws IllegalArgumentException if the types do not fit; the message says what was expected
     */
    void add(NdArray prediction, NdArray target, int rows);

    /** The value over all examples so far; not a number before the first. */
    double value();

    /** All that was taken in, as numbers: checkpoints in the middle of an epoch keep them. */
    double[] state();

    /**
     * Goes on where an accumulator of the same metric and options was.
     *
     * @param state its {@link #state()}
     */
    void restore(double[] state);
  }
}
