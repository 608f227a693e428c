package org.caracal.core.data;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.data.ArrayDataset;
import org.caracal.data.Dataset;

/** Data sets of tests: each example knows its number. */
final class Examples {
  private Examples() {}

  /** Examples with {@code x float64[]} = 0, 1, 2, ... */
  static Dataset numbered(int size) {
    return new ArrayDataset(
        Map.of(
            "x", NdArray.of(Shape.of(size), IntStream.range(0, size).asDoubleStream().toArray())));
  }

  /** A reader of {@code x} as it is. */
  static BatchReader reader(Dataset data) {
    return new BatchReader(
        data,
        Normalization.NONE,
        Map.of("x", new TensorType(DType.FLOAT64, Shape.SCALAR)),
        Map.of());
  }

  /** What is in a batch of {@code x}. */
  static List<Integer> numbers(Batch batch) {
    var numbers = new ArrayList<Integer>();
    for (var i = 0; i < batch.rows(); i++) {
      numbers.add((int) batch.feature("x").getDouble(i));
    }
    return numbers;
  }

  /** All values of a feature of a data set, example by example. */
  static double[] values(Dataset data, String feature) {
    var index = data.indexOf(feature);
    var type = data.features().get(index).type();
    var all = NdArray.zeros(type.withShape(type.shape().prepend(data.size())));
    for (var i = 0; i < data.size(); i++) {
      data.read(index, i, all, i);
    }
    return all.toDoubles();
  }
}
