package org.caracal.plugins.losses;

import java.util.OptionalInt;
import org.caracal.array.DType;
import org.caracal.array.TensorType;
import org.caracal.graph.Compare;
import org.caracal.graph.Tensor;
import org.caracal.loss.Loss;
import org.caracal.plugin.LossPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * The mean over all examples (and positions) of {@code -sum_c t_c log softmax(p)_c}, where p are
 * logits {@code [N, ..., C]}. The target is class indices ({@code int32} or {@code int64}, {@code
 * [N, ...]} or {@code [N, ..., 1]}) or probabilities of the prediction's shape, one-hot among them.
 */
@Component(service = Loss.class)
@LossPlugin(name = "cross-entropy")
public final class CrossEntropy implements Loss<CrossEntropy.Options> {
  /** Options of {@code cross-entropy}. */
  public record Options(
      @Option(
              value = "share of each target that is spread evenly over all classes",
              byDefault = "0",
              min = 0,
              max = 1)
          double labelSmoothing) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Tensor apply(Options options, Tensor prediction, Tensor target) {
    if (prediction.shape().rank() < 2) {
      throw new IllegalArgumentException("expected logits [N, ..., C], got " + prediction.type());
    }
    var logProbabilities = prediction.logSoftmax(-1);
    var classes = prediction.shape().extent(-1);
    var examples = prediction.shape().size() / (double) classes;
    var likelihood =
        isIndices(prediction.type(), target.type())
            ? ofIndices(logProbabilities, target)
            : logProbabilities.multiply(Targets.like(prediction, target)).sum(false);
    var smoothing = options.labelSmoothing();
    if (smoothing > 0) {
      likelihood =
          likelihood
              .multiply(1 - smoothing)
              .add(logProbabilities.sum(false).multiply(smoothing / classes));
    }
    return likelihood.multiply(-1 / examples);
  }

  @Override
  public OptionalInt classes(Options options, TensorType prediction, TensorType target) {
    return isIndices(prediction, target)
        ? OptionalInt.of(prediction.shape().extent(-1))
        : OptionalInt.empty();
  }

  /** The sum of the logarithms at the indices, as a mask that fuses with what surrounds it. */
  private static Tensor ofIndices(Tensor logProbabilities, Tensor target) {
    var shape = logProbabilities.shape();
    var positions = shape.slice(0, shape.rank() - 1);
    if (!Targets.agree(positions, target.shape())) {
      throw new IllegalArgumentException(
          "expected class indices of shape " + positions + ", got " + target.shape());
    }
    var indices = target.cast(DType.INT32).reshape(shape.with(-1, 1)).broadcast(shape);
    var classes = Tensor.iota(new TensorType(DType.INT32, shape), -1);
    var hit = classes.compare(Compare.Relation.EQUAL, indices);
    return hit.select(logProbabilities, Tensor.constant(0, logProbabilities.dtype())).sum(false);
  }

  private static boolean isIndices(TensorType prediction, TensorType target) {
    return target.dtype().isInteger()
        && (!target.shape().equals(prediction.shape()) || prediction.shape().extent(-1) == 1);
  }
}
