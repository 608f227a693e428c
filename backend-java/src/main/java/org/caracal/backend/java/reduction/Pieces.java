package org.caracal.backend.java.reduction;

import org.caracal.backend.Buffer;

/** Reduces what a {@link Division} has made pieces of. */
interface Pieces {
  /** Sets the buffers for the runs that follow. */
  void bind(Buffer[] inputs, Buffer[] outputs);

  /**
   * Reduces one piece of a unit.
   *
   * @param targets for each function the array that gets the results of the unit
   * @param at where in them the first one goes
   */
  void reduce(int unit, int piece, Object[] targets, int at, int worker);
}
