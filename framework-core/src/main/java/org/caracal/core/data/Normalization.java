package org.caracal.core.data;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.data.Dataset;
import org.caracal.training.DataSpec;

/**
 * How features are scaled: {@code (x - offset) / scale}, for each feature in one or several steps.
 * Statistics come from the training split only and are saved with what was trained. Immutable.
 */
public final class Normalization {
  /** Leaves everything as it is. */
  public static final Normalization NONE = new Normalization(List.of());

  private static final String OFFSET = "/offset";
  private static final String SCALE = "/scale";

  private final List<FeatureScale> scales;

  /**
   * One step for one feature.
   *
   * @param feature name of the feature
   * @param offset subtracted first; one for all elements, or one for each
   * @param scale divided by; one for all elements, or one for each
   */
  record FeatureScale(String feature, double[] offset, double[] scale) {
    void apply(NdArray batch, int row, int size) {
      if (batch.dtype() == org.caracal.array.DType.FLOAT32 && offset.length == 1) {
        var values = batch.floats();
        var end = (row + 1) * size;
        for (var i = row * size; i < end; i++) {
          values[i] = (float) ((values[i] - offset[0]) / scale[0]);
        }
        return;
      }
      for (var i = 0; i < size; i++) {
        var element = offset.length == 1 ? 0 : i;
        var index = row * size + i;
        batch.setDouble(index, (batch.getDouble(index) - offset[element]) / scale[element]);
      }
    }
  }

  private Normalization(List<FeatureScale> scales) {
    this.scales = List.copyOf(scales);
  }

  /**
   * Determines offsets and scales.
   *
   * @param train the training split
   * @throws SpecException if a feature is missing or not floating
   * @throws org.caracal.DataException if statistics are wanted of what is no finite number
   */
  public static Normalization fit(List<DataSpec.Normalization> wanted, Dataset train) {
    var scales = new ArrayList<FeatureScale>();
    for (var step : wanted) {
      var index = train.indexOf(step.feature());
      if (index < 0 || !train.features().get(index).type().dtype().isFloating()) {
        throw new SpecException(
            "normalize: "
                + step.feature()
                + " is "
                + (index < 0 ? "no feature" : "no floating feature")
                + " of the data; features are "
                + train.features());
      }
      if (step.method() == DataSpec.Normalization.Method.AFFINE && step.scale() == 0) {
        throw new SpecException("normalize: the scale of " + step.feature() + " is 0");
      }
      scales.add(
          step.method() == DataSpec.Normalization.Method.AFFINE
              ? new FeatureScale(
                  step.feature(), new double[] {step.offset()}, new double[] {step.scale()})
              : FeatureStatistics.of(train, index, new Normalization(scales)).toScale(step));
    }
    return new Normalization(scales);
  }

  /** Scales a row of a batch of a feature, whose rows have {@code size} elements each. */
  public void apply(String feature, NdArray batch, int row, int size) {
    for (var i = 0; i < scales.size(); i++) { // no iterator: this runs for each example
      if (scales.get(i).feature().equals(feature)) {
        scales.get(i).apply(batch, row, size);
      }
    }
  }

  /** What a checkpoint keeps: arrays of {@code float64} by path. */
  public Map<String, NdArray> toTensors() {
    var tensors = new LinkedHashMap<String, NdArray>();
    for (var i = 0; i < scales.size(); i++) {
      var scale = scales.get(i);
      var path = String.format(Locale.ROOT, "%03d/%s", i, scale.feature());
      tensors.put(path + OFFSET, NdArray.of(Shape.of(scale.offset().length), scale.offset()));
      tensors.put(path + SCALE, NdArray.of(Shape.of(scale.scale().length), scale.scale()));
    }
    return tensors;
  }

  /** What a checkpoint kept. */
  public static Normalization of(Map<String, NdArray> tensors) {
    var scales = new ArrayList<FeatureScale>();
    for (var entry : new TreeMap<>(tensors).entrySet()) {
      if (entry.getKey().endsWith(OFFSET)) {
        var path = entry.getKey().substring(0, entry.getKey().length() - OFFSET.length());
        var feature = path.substring(path.indexOf('/') + 1);
        scales.add(
            new FeatureScale(
                feature, entry.getValue().toDoubles(), tensors.get(path + SCALE).toDoubles()));
      }
    }
    return new Normalization(scales);
  }
}
