package org.caracal.data;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.caracal.DataException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;

/** A data set over arrays whose first axis counts the examples. */
public final class ArrayDataset implements Dataset {
  private final List<NdArray> arrays;
  private final List<Feature> features;
  private final int[] lengths;
  private final int size;

  /**
   * A data set over these arrays, by feature name, without a copy.
   *
   * @throws DataException if the first extents differ
   */
  public ArrayDataset(Map<String, NdArray> arrays) {
    var ordered = new LinkedHashMap<>(arrays);
    var sizes =
        Set.copyOf(ordered.values().stream().map(array -> array.shape().extent(0)).toList());
    if (sizes.size() != 1) {
      throw new DataException("the features have different numbers of examples: " + ordered);
    }
    this.size = sizes.iterator().next();
    this.arrays = List.copyOf(ordered.values());
    this.features =
        ordered.entrySet().stream()
            .map(
                entry -> {
                  var type = entry.getValue().type();
                  return new Feature(
                      entry.getKey(), type.withShape(type.shape().slice(1, type.shape().rank())));
                })
            .toList();
    this.lengths = features.stream().mapToInt(feature -> feature.type().shape().size()).toArray();
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  @Override
  public void read(int feature, int example, NdArray batch, int row) {
    var length = lengths[feature];
    arrays.get(feature).copyTo(example * length, batch, row * length, length);
  }

  /** Of single numbers, the processor can fetch the next ones while it waits for one. */
  @Override
  public void read(int feature, int[] examples, int from, int rows, NdArray batch) {
    var array = arrays.get(feature);
    if (lengths[feature] == 1 && array.dtype() == DType.FLOAT32 && !array.isReadOnly()) {
      var source = array.floats();
      var target = batch.floats();
      for (var row = 0; row < rows; row++) {
        target[row] = source[examples[from + row]];
      }
    } else {
      Dataset.super.read(feature, examples, from, rows, batch);
    }
  }
}
