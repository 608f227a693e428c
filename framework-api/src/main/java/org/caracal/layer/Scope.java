package org.caracal.layer;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.plugin.PluginSpec;

/**
 * What one use of a layer in a model gets from the engine while the model is traced. Valid during
 * {@link Layer#apply}; confined to the calling thread.
 */
public interface Scope {
  /** The path of the layer in the model, such as {@code encoder/dense_1}. */
  String path();

  /** The floating element type of the model. */
  DType dtype();

  /**
   * Whether the model is traced for training: dropout drops, batch-norm uses the batch's
   * statistics.
   */
  boolean training();

  /**
   * A trainable parameter, named {@code path/name} in checkpoints.
   *
   * @param fans how many inputs and outputs each element connects, for initializers that scale
   */
  Tensor parameter(String name, Shape shape, Fans fans, PluginSpec initializer);

  /**
   * A value that is kept from step to step and saved, but not trained: running statistics. Starts
   * as {@code initial}.
   */
  Tensor state(String name, TensorType type, double initial);

  /** Gives a state its value for the next step. Has an effect in training only. */
  void assign(Tensor state, Tensor value);

  /**
   * Uniform random numbers in [0, 1), other ones in each step and place, of the model's element
   * type.
   */
  Tensor randomUniform(Shape shape);

  /**
   * Standard normal random numbers (Box-Muller), other ones in each step and place, of the model's
   * element type.
   */
  default Tensor randomNormal(Shape shape) {
    var radius = randomUniform(shape).negate().log1p().multiply(-2).sqrt();
    return radius.multiply(
        randomUniform(shape).multiply(2 * Math.PI).unary(org.caracal.graph.Unary.Function.COS));
  }

  /** Another layer used inside this one, under {@code path/name}. */
  List<Tensor> layer(String name, PluginSpec layer, List<Tensor> inputs);

  /** Adds a scalar to the loss: regularisation, a divergence. */
  void addLoss(Tensor scalar);

  /**
   * Derivatives of the sum of {@code output} by each input, as symbolic tensors that can be
   * differentiated again.
   */
  List<Tensor> gradients(Tensor output, List<Tensor> inputs);
}
