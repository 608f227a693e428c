package org.caracal.benchmarks;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.plugin.Option;

/** 1,024 pictures of 28x28 random pixels with random labels, in the place of Fashion-MNIST. */
final class RandomPictures implements DataSource<RandomPictures.Options> {
  private static final int EXAMPLES = 1024;
  private static final int SIZE = 28;

  /** The options of {@code idx}, which are ignored. */
  record Options(
      @Option("file with the examples") String images,
      @Option("file with the labels") String labels) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    var random = new Random(1);
    var pixels = NdArray.zeros(new TensorType(DType.FLOAT32, Shape.of(EXAMPLES, SIZE, SIZE)));
    for (var i = 0; i < pixels.size(); i++) {
      pixels.setDouble(i, random.nextInt(256));
    }
    var labels = NdArray.zeros(new TensorType(DType.INT32, Shape.of(EXAMPLES)));
    for (var i = 0; i < labels.size(); i++) {
      labels.setDouble(i, random.nextInt(10));
    }
    var arrays = new LinkedHashMap<String, NdArray>();
    arrays.put("pixels", pixels);
    arrays.put("label", labels);
    return new ArrayDataset(arrays);
  }
}
