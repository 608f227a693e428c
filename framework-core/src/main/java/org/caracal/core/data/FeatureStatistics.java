package org.caracal.core.data;

import java.util.Arrays;
import org.caracal.array.NdArray;
import org.caracal.data.Dataset;
import org.caracal.training.DataSpec;

/** Mean, spread and range of each element of a feature. */
final class FeatureStatistics {
  private final double[] mean;
  private final double[] squares;
  private final double[] smallest;
  private final double[] largest;
  private int count;

  private FeatureStatistics(int size) {
    mean = new double[size];
    squares = new double[size];
    smallest = new double[size];
    largest = new double[size];
    Arrays.fill(smallest, Double.POSITIVE_INFINITY);
    Arrays.fill(largest, Double.NEGATIVE_INFINITY);
  }

  /** Statistics of a feature after what is done to it first. */
  static FeatureStatistics of(Dataset data, int feature, Normalization first) {
    var description = data.features().get(feature);
    var size = description.type().shape().size();
    var row = NdArray.zeros(description.type().withShape(description.type().shape().prepend(1)));
    var statistics = new FeatureStatistics(size);
    for (var example = 0; example < data.size(); example++) {
      data.read(feature, example, row, 0);
      first.apply(description.name(), row, 0, size);
      requireFinite(data, feature, example, row);
      statistics.add(row);
    }
    return statistics;
  }

  /** One number that is none would spoil those of all examples. */
  private static void requireFinite(Dataset data, int feature, int example, NdArray row) {
    for (var i = 0; i < row.size(); i++) {
      if (!Double.isFinite(row.getDouble(i))) {
        throw BatchReader.notFinite(data, feature, example, i, row.getDouble(i));
      }
    }
  }

  /** The running mean and sum of squares after Welford 1962, which cancel nothing. */
  private void add(NdArray row) {
    count++;
    for (var i = 0; i < mean.length; i++) {
      var value = row.getDouble(i);
      var difference = value - mean[i];
      mean[i] += difference / count;
      squares[i] += difference * (value - mean[i]);
      smallest[i] = Math.min(smallest[i], value);
      largest[i] = Math.max(largest[i], value);
    }
  }

  /** An element that is always the same becomes 0. */
  Normalization.FeatureScale toScale(DataSpec.Normalization step) {
    var standard = step.method() == DataSpec.Normalization.Method.STANDARD;
    var scale = new double[mean.length];
    for (var i = 0; i < scale.length; i++) {
      var spread = standard ? Math.sqrt(squares[i] / Math.max(1, count)) : largest[i] - smallest[i];
      scale[i] = spread > 0 ? spread : 1;
    }
    return new Normalization.FeatureScale(step.feature(), standard ? mean : smallest, scale);
  }
}
