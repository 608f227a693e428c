package org.caracal.data;

import java.util.List;
import org.caracal.array.NdArray;

/** Examples with random access. Thread-safe for reading. */
public interface Dataset {
  /** The number of examples. */
  int size();

  /** The parts of every example. */
  List<Feature> features();

  /**
   * Copies one part of an example into a row of a batch.
   *
   * @param feature index into {@link #features()}
   * @param example number of the example, from 0
   * @param batch array of shape {@code [rows, feature shape]} and the feature's element type
   * @param row row of the batch
   */
  void read(int feature, int example, NdArray batch, int row);

  /**
   * Copies one part of several examples into the first rows of a batch.
   *
   * @param feature index into {@link #features()}
   * @param examples numbers of examples, from 0
   * @param from where the first one stands among them
   * @param rows how many to copy
   * @param batch array of shape {@code [rows, feature shape]} and the feature's element type
   */
  default void read(int feature, int[] examples, int from, int rows, NdArray batch) {
    for (var row = 0; row < rows; row++) {
      read(feature, examples[from + row], batch, row);
    }
  }

  /** Where an example stands, for messages: {@code line 3 of iris.csv}. */
  default String describe(int example) {
    return "example " + (example + 1);
  }

  /** The index of the feature of that name, or -1. */
  default int indexOf(String name) {
    for (var i = 0; i < features().size(); i++) {
      if (features().get(i).name().equals(name)) {
        return i;
      }
    }
    return -1;
  }
}
