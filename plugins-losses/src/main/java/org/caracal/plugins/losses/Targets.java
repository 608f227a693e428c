package org.caracal.plugins.losses;

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
    if (!withoutOnes(prediction).equals(withoutOnes(target))) {
      throw new IllegalArgumentException(
          "expected a target of the prediction's shape "
              + prediction.shape()
              + ", got "
              + target.shape());
    }
    return target.cast(prediction.dtype()).reshape(prediction.shape());
  }

  private static java.util.List<Integer> withoutOnes(Tensor tensor) {
    return java.util.Arrays.stream(tensor.shape().toArray())
        .filter(extent -> extent != 1)
        .boxed()
        .toList();
  }
}
