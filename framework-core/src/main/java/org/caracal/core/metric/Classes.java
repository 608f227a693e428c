package org.caracal.core.metric;

import org.caracal.array.NdArray;

/**
 * Predictions and targets of a classification, position by position. The prediction holds logits or
 * probabilities {@code [N, ..., C]}; the target holds indices, or one-hot vectors of the
 * prediction's shape. With C = 1, or no such axis, predictions are logits of a truth value.
 */
final class Classes {
  private final NdArray prediction;
  private final NdArray target;
  private final int classes;
  private final boolean oneHot;
  private final int positions;

  Classes(NdArray prediction, NdArray target, int rows) {
    this.prediction = prediction;
    this.target = target;
    var rank = prediction.shape().rank();
    var last = rank < 2 ? 1 : prediction.shape().extent(-1);
    this.classes = last == target.size() && rank < 2 ? 1 : last;
    this.oneHot = classes > 1 && target.shape().equals(prediction.shape());
    var perRow = prediction.size() / Math.max(1, prediction.shape().extent(0)) / classes;
    this.positions = rows * perRow;
    var expected = oneHot ? prediction.size() : prediction.size() / classes;
    if (target.size() != expected) {
      throw new IllegalArgumentException(
          "expected class indices or one-hot targets for predictions "
              + prediction.type()
              + ", got "
              + target.type());
    }
  }

  int positions() {
    return positions;
  }

  int classes() {
    return Math.max(2, classes);
  }

  int predicted(int position) {
    return classes == 1
        ? (prediction.getDouble(position) > 0 ? 1 : 0)
        : largest(prediction, position);
  }

  int target(int position) {
    if (oneHot) {
      return largest(target, position);
    }
    return classes == 1
        ? (target.getDouble(position) > 0.5 ? 1 : 0)
        : (int) target.getLong(position);
  }

  /** How many classes have a larger prediction than the target's, ties before it included. */
  int rankOfTarget(int position) {
    if (classes == 1) {
      return predicted(position) == target(position) ? 0 : 1;
    }
    var wanted = target(position);
    var value = prediction.getDouble(position * classes + wanted);
    var rank = 0;
    for (var i = 0; i < classes; i++) {
      var other = prediction.getDouble(position * classes + i);
      rank += other > value || (other == value && i < wanted) ? 1 : 0;
    }
    return rank;
  }

  private int largest(NdArray array, int position) {
    var best = 0;
    for (var i = 1; i < classes; i++) {
      if (array.getDouble(position * classes + i) > array.getDouble(position * classes + best)) {
        best = i;
      }
    }
    return best;
  }
}
