package org.caracal.optimizer;

import org.caracal.graph.Tensor;

/**
 * What an optimizer gets from the engine for one parameter. Valid during {@link Optimizer#update}.
 */
public interface UpdateScope {
  /** The path of the parameter, such as {@code dense_1/kernel}. */
  String path();

  /**
   * The learning rate of this step, a scalar of the parameter's element type: the option, as scaled
   * by the schedule.
   */
  Tensor learningRate();

  /** The number of this update, from 1, a scalar of the parameter's element type. */
  Tensor step();

  /**
   * A value of the parameter's type that is kept from step to step and saved. Starts as {@code
   * initial}.
   */
  Tensor slot(String name, double initial);

  /** Gives a slot its value for the next step. */
  void assign(Tensor slot, Tensor value);
}
