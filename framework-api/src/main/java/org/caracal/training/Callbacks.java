package org.caracal.training;

import java.util.Optional;

/**
 * What watches over a run.
 *
 * @param earlyStopping when to stop before the last epoch
 * @param clipping how gradients are bounded
 * @param nanGuard what to do when loss or gradients are not finite
 */
public record Callbacks(
    Optional<EarlyStopping> earlyStopping, Optional<Clipping> clipping, NanGuard nanGuard) {
  /** Nothing but a guard that stops. */
  public static final Callbacks DEFAULT =
      new Callbacks(Optional.empty(), Optional.empty(), NanGuard.STOP);

  /**
   * Stops when a metric has not improved for some epochs.
   *
   * @param metric name of the metric, or {@code loss}; on the validation split, or on the training
   *     split if there is none
   * @param patience number of epochs to wait
   * @param minDelta smallest change that counts
   */
  public record EarlyStopping(String metric, int patience, double minDelta) {}

  /**
   * Bounds gradients before the update.
   *
   * @param method how
   * @param limit the bound
   */
  public record Clipping(Method method, double limit) {
    /** The ways to bound. */
    public enum Method {
      /**
       * Scales all gradients of a phase so that their joint Euclidean norm is at most the limit.
       */
      NORM,
      /** Bounds each element to [-limit, limit]. */
      VALUE
    }
  }

  /** What to do when loss or gradients are not finite; parameters keep their last good values. */
  public enum NanGuard {
    /** Fails the run, naming the layer where it began. */
    STOP,
    /** Leaves out the update of that step. */
    SKIP
  }
}
