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

/**
 * Random examples: a feature {@code x}, either of numbers or of tokens below 96, and a {@code
 * label} below 10, or one below 96 for each token.
 */
final class RandomExamples implements DataSource<RandomExamples.Options> {
  private static final int TOKENS = 96;
  private static final int CLASSES = 10;

  /** How many, and of which size. */
  record Options(
      @Option("number of examples") int examples,
      @Option("number of elements of an example") int size,
      @Option("whether the elements are tokens") boolean tokens) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    var random = new Random(1);
    var size = Shape.of(options.examples(), options.size());
    var x = NdArray.zeros(new TensorType(options.tokens() ? DType.INT32 : DType.FLOAT32, size));
    var labels =
        NdArray.zeros(
            new TensorType(DType.INT32, options.tokens() ? size : Shape.of(options.examples())));
    for (var i = 0; i < x.size(); i++) {
      x.setDouble(i, options.tokens() ? random.nextInt(TOKENS) : random.nextGaussian());
    }
    for (var i = 0; i < labels.size(); i++) {
      labels.setDouble(i, random.nextInt(options.tokens() ? TOKENS : CLASSES));
    }
    var arrays = new LinkedHashMap<String, NdArray>();
    arrays.put("x", x);
    arrays.put("label", labels);
    return new ArrayDataset(arrays);
  }
}
