package org.caracal.optimizer;

import org.caracal.plugin.Configurable;

/**
 * How the learning rate changes in time. A service marked with {@link
 * org.caracal.plugin.SchedulePlugin}; stateless and thread-safe.
 *
 * @param <O> the options
 */
public interface Schedule<O extends Record> extends Configurable<O> {
  /** The factor by which the optimizer's learning rate is multiplied in this step. */
  double factor(O options, Progress progress);

  /**
   * Where training stands.
   *
   * @param step number of this step, from 0
   * @param stepsPerEpoch number of steps in an epoch
   * @param epochs number of epochs
   */
  record Progress(long step, long stepsPerEpoch, long epochs) {
    /** The number of steps in all. */
    public long steps() {
      return stepsPerEpoch * epochs;
    }

    /** The number of this epoch, from 0. */
    public long epoch() {
      return stepsPerEpoch == 0 ? 0 : step / stepsPerEpoch;
    }
  }
}
