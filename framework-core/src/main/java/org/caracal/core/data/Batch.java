package org.caracal.core.data;

import java.util.Map;
import org.caracal.array.NdArray;

/** Some examples side by side. Filled by one thread, then read by another, never both at once. */
public final class Batch {
  private final Map<String, NdArray> features;
  private int rows;

  Batch(Map<String, NdArray> features) {
    this.features = Map.copyOf(features);
  }

  /** The values of a feature, {@code [capacity, feature shape]}; only the first {@link #rows()} rows mean something. */
  public NdArray feature(String name) {
    return features.get(name);
  }

  /** The number of examples. */
  public int rows() {
    return rows;
  }

  void setRows(int rows) {
    this.rows = rows;
  }
}
