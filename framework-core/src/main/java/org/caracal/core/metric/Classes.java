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
    this.classes = last;
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

  /** The class with the largest score, the first of equal ones; -1 if no score is a number. */
  int predicted(int position) {
    if (classes > 1) {
      return largest(prediction, position);
    }
    var logit = prediction.getDouble(position);
    return Double.isNaN(logit) ? -1 : logit > 0 ? 1 : 0;
  }

  int target(int position) {
    if (oneHot) {
      return largest(target, position);
    }
    if (classes == 1) {
      return target.getDouble(position) > 0.5 ? 1 : 0;
    }
    var index = target.getLong(position);
    if (index < 0 || index >= classes) {
      throw new IllegalArgumentException(
          "the target holds class " + index + ", expected 0 to " + (classes - 1));
    }
    return (int) index;
  }

  /**
   * How many classes have a larger prediction than the target's, ties before it included; all
   * others if the target's is not a number.
   */
  int rankOfTarget(int position) {
    if (classes == 1) {
      return predicted(position) == target(position) ? 0 : 1;
    }
    var wanted = target(position);
    var value = prediction.getDouble(position * classes + wanted);
    var rank = 0;
    for (var i = 0; i < classes; i++) {
      var other = prediction.getDouble(position * classes + i);
      var before =
          Double.isNaN(value) ? i != wanted : other > value || (other == value && i < wanted);
      rank += before ? 1 : 0;
    }
    return rank;
  }

  private int largest(NdArray array, int position) {
    var best = -1;
    var value = Double.NaN;
    for (var i = 0; i < classes; i++) {
      var other = array.getDouble(position * classes + i);
      if (other > value || (best < 0 && !Double.isNaN(other))) {
        best = i;
        value = other;
      }
    }
    return best;
  }
}
