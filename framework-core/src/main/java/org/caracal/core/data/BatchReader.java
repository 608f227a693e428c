package org.caracal.core.data;

import java.util.HashMap;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;

/**
 * Copies examples into batches: normalizes them, brings them to the element types that the model
 * wants, and checks that numbers are numbers and labels are in range. Used by one thread at a time.
 */
public final class BatchReader {
  private final Dataset data;
  private final Normalization normalization;
  private final Wanted[] wanted; // no list: its iterators are garbage in every step

  /**
   * A feature that is wanted: where it is, its type there and here, its number of classes or 0, and
   * a row to convert it in.
   */
  private record Wanted(
      int index, Feature feature, TensorType type, int size, int classes, NdArray row) {}

  /**
   * A reader of some features.
   *
   * @param types types of the wanted features, without the batch axis; element types may differ
   *     from the data's
   * @param classes number of classes of features that hold class indices
   * @throws SpecException if the data lacks a feature
   */
  public BatchReader(
      Dataset data,
      Normalization normalization,
      Map<String, TensorType> types,
      Map<String, Integer> classes) {
    this.data = data;
    this.normalization = normalization;
    this.wanted =
        types.entrySet().stream()
            .map(entry -> want(entry.getKey(), entry.getValue(), classes))
            .toArray(Wanted[]::new);
  }

  private Wanted want(String name, TensorType type, Map<String, Integer> classes) {
    var index = data.indexOf(name);
    if (index < 0) {
      throw new SpecException("the data has no feature " + name + "; it has " + data.features());
    }
    var feature = data.features().get(index);
    if (feature.type().shape().size() != type.shape().size()) {
      throw new SpecException(
          "feature " + name + " of the data is " + feature.type() + ", expected " + type);
    }
    var row = NdArray.zeros(feature.type().withShape(feature.type().shape().prepend(1)));
    var size = type.shape().size();
    return new Wanted(index, feature, type, size, classes.getOrDefault(name, 0), row);
  }

  /** The number of examples. */
  public int size() {
    return data.size();
  }

  /** A batch with room for so many examples. */
  public Batch allocate(int capacity) {
    var features = new HashMap<String, NdArray>();
    for (var feature : wanted) {
      var type = feature.type();
      features.put(
          feature.feature().name(), NdArray.zeros(type.withShape(type.shape().prepend(capacity))));
    }
    return new Batch(features, capacity);
  }

  /**
   * Fills a batch.
   *
   * @param order numbers of examples
   * @param from first index into the order
   * @param rows number of examples
   * @throws DataException if a number is not finite or a label out of range
   */
  public void read(int[] order, int from, int rows, Batch batch) {
    batch.setRows(rows);
    for (var feature : wanted) {
      var target = batch.feature(feature.feature().name());
      read(feature, order, from, rows, target);
      if (!isSound(feature, target, rows)) {
        for (var row = 0; row < rows; row++) {
          check(feature, order[from + row], target, row);
        }
      }
    }
  }

  private void read(Wanted feature, int[] order, int from, int rows, NdArray target) {
    var name = feature.feature().name();
    if (feature.type().dtype() == feature.feature().type().dtype()) {
      data.read(feature.index(), order, from, rows, target);
      for (var row = 0; row < rows; row++) {
        normalization.apply(name, target, row, feature.size());
      }
      return;
    }
    for (var row = 0; row < rows; row++) {
      data.read(feature.index(), order[from + row], feature.row(), 0);
      normalization.apply(name, feature.row(), 0, feature.size());
      for (var i = 0; i < feature.size(); i++) {
        target.setDouble(row * feature.size() + i, feature.row().getDouble(i));
      }
    }
  }

  /** Whether nothing in whole rows needs to be looked at one by one. */
  private static boolean isSound(Wanted feature, NdArray target, int rows) {
    return target.dtype().isFloating()
        ? FiniteNumbers.areFinite(target.elements(), rows * feature.size())
        : feature.classes() == 0;
  }

  private void check(Wanted feature, int example, NdArray target, int row) {
    var from = row * feature.size();
    if (feature.type().dtype().isFloating()) {
      for (var i = 0; i < feature.size(); i++) {
        if (!Double.isFinite(target.getDouble(from + i))) {
          throw notFinite(data, feature.index(), example, i, target.getDouble(from + i));
        }
      }
    } else if (feature.classes() > 0) {
      for (var i = 0; i < feature.size(); i++) {
        var label = target.getLong(from + i);
        if (label < 0 || label >= feature.classes()) {
          throw new DataException(
              "label "
                  + feature.feature().name()
                  + " of "
                  + data.describe(example)
                  + " is "
                  + label
                  + ", expected one of "
                  + feature.classes()
                  + " classes: 0 to "
                  + (feature.classes() - 1)
                  + "; mend the data, or take a model and a loss for more classes");
        }
      }
    }
  }

  /** What to throw because of an element that is no finite number. */
  static DataException notFinite(
      Dataset data, int feature, int example, int element, double value) {
    return new DataException(
        "feature "
            + data.features().get(feature).name()
            + " of "
            + data.describe(example)
            + " is "
            + value
            + " at element "
            + element
            + "; remove the example or replace the value by a finite number");
  }
}
