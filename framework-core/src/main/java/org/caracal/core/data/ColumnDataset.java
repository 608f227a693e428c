package org.caracal.core.data;

import java.util.List;
import org.caracal.array.NdArray;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;

/**
 * A data set of columns.
 *
 * @param size number of examples
 * @param features the features
 * @param columns their values, in the same order
 */
record ColumnDataset(int size, List<Feature> features, List<Column> columns) implements Dataset {
  @Override
  public void read(int feature, int example, NdArray batch, int row) {
    columns.get(feature).read(example, batch, row);
  }
}
