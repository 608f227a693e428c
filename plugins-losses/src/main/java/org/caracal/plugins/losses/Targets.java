package org.caracal.plugins.losses;

import java.util.Arrays;
import org.caracal.array.Shape;
import org.caracal.graph.Tensor;

/** How targets are brought to the type of predictions. */
final class Targets {
  private Targets() {}

  /**
   * The target with the prediction's element type and shape. Shapes may differ by axes of extent 1
   * ({@code [N]} against {@code [N, 1]}), nothing is repeated: a silent broadcast of {@code [N]} to
   * {@code [N, N]} would train something else.
   */
  static Tensor like(Tensor prediction, Tensor target) {
    if (!agree(prediction.shape(), target.shape())) {
      throw new IllegalArgumentException(
          "expected a target of the prediction's shape "
              + prediction.shape()
              + ", got "
              + target.shape());
    }
    return target.cast(prediction.dtype()).reshape(prediction.shape());
  }

  /** Whether shapes are the same but for axes of extent 1. */
  static boolean agree(Shape one, Shape other) {
    return Arrays.equals(withoutOnes(one), withoutOnes(other));
  }

  private static int[] withoutOnes(Shape shape) {
    return Arrays.stream(shape.toArray()).filter(extent -> extent != 1).toArray();
  }
}
