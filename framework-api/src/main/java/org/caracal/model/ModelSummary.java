package org.caracal.model;

import java.util.List;

/**
 * A model as a table.
 *
 * @param name name of the model
 * @param rows one for each layer
 * @param parameters number of trainable elements
 * @param states number of elements that are kept but not trained
 */
public record ModelSummary(String name, List<Row> rows, long parameters, long states) {
  /** Copies the list. */
  public ModelSummary {
    rows = List.copyOf(rows);
  }

  /**
   * One layer.
   *
   * @param path its path
   * @param type its plugin's name
   * @param output shape of its (first) output, the batch axis written as N: {@code [N, 10]}
   * @param parameters number of its trainable elements
   * @param bundle symbolic name and version of its bundle
   */
  public record Row(String path, String type, String output, long parameters, String bundle) {}
}
