package org.caracal.core.data;

import java.util.HashMap;
import java.util.Map;
import org.caracal.array.NdArray;

/** Some examples side by side. Filled by one thread, then read by another, never both at once. */
public final class Batch {
  private final Map<String, NdArray> whole;
  private Map<String, NdArray> features;
  private final int capacity;
  private int rows;

  Batch(Map<String, NdArray> features, int capacity) {
    this.whole = Map.copyOf(features);
    this.features = whole;
    this.capacity = capacity;
    this.rows = capacity;
  }

  /**
   * The values of a feature, {@code [rows, feature shape]}; the Java array behind it may be longer.
   */
  public NdArray feature(String name) {
    return features.get(name);
  }

  /** The number of examples. */
  public int rows() {
    return rows;
  }

  /** The largest number of examples. */
  public int capacity() {
    return capacity;
  }

  /** The size of a full batch. */
  long bytes() {
    return whole.values().stream()
        .mapToLong(array -> (long) array.size() * array.dtype().bytes())
        .sum();
  }

  /** Sets the number of examples; full batches, nearly all of them, need no new views. */
  void setRows(int number) {
    if (number != rows) {
      rows = number;
      features = number == capacity ? whole : firstRows();
    }
  }

  private Map<String, NdArray> firstRows() {
    var first = new HashMap<String, NdArray>();
    whole.forEach(
        (name, array) ->
            first.put(
                name,
                NdArray.wrap(
                    array.type().withShape(array.shape().with(0, rows)), array.elements())));
    return first;
  }
}
