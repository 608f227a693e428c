package org.caracal.core.data;

import java.util.List;
import org.caracal.array.NdArray;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;

/** Some examples of a data set, in an order of their own. */
final class Subset implements Dataset {
  private final Dataset whole;
  private final int[] examples;

  Subset(Dataset whole, int[] examples) {
    this.whole = whole;
    this.examples = examples;
  }

  @Override
  public int size() {
    return examples.length;
  }

  @Override
  public List<Feature> features() {
    return whole.features();
  }

  @Override
  public void read(int feature, int example, NdArray batch, int row) {
    whole.read(feature, examples[example], batch, row);
  }

  @Override
  public String describe(int example) {
    return whole.describe(examples[example]);
  }

  @Override
  public String toString() {
    return whole.toString();
  }
}
