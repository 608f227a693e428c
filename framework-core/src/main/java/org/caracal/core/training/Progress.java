package org.caracal.core.training;

import java.util.Map;
import org.caracal.array.NdArray;

/**
 * How far a run has come.
 *
 * @param step number of finished steps
 * @param updates number of steps that have updated the variables: fewer than steps if some were
 *     left out
 * @param lossSum sum of the losses of the examples of this epoch so far
 * @param examples number of examples of this epoch so far
 * @param metrics what the metrics have taken in of this epoch so far, by name
 * @param midEpoch whether the epoch of the last step is not over: steps, or what follows its last
 *     step, are still to be done
 */
record Progress(
    long step,
    long updates,
    double lossSum,
    long examples,
    Map<String, NdArray> metrics,
    boolean midEpoch) {
  /** Before the first step. */
  static final Progress NONE = new Progress(0, 0, 0, 0, Map.of(), false);
}
