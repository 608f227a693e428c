package org.caracal.core.data;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.random.PhiloxStream;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;

/**
 * The examples of a job.
 *
 * @param train training split
 * @param validation validation split
 * @param test test split
 */
public record DataSplits(Dataset train, Optional<Dataset> validation, Optional<Dataset> test) {
  /**
   * Opens the sources and splits the examples; which ones go where depends on the seed only.
   *
   * @throws org.caracal.CaracalException if a source is missing or malformed, or a split would be
   *     empty
   */
  public static DataSplits open(DataSpec spec, PluginResolver plugins, Path directory, long seed) {
    var whole = open(spec.train(), plugins, directory, "data");
    var validation =
        spec.validation().map(source -> open(source, plugins, directory, "data.validation"));
    var test = spec.test().map(source -> open(source, plugins, directory, "data.test"));
    var testSize = test.isPresent() ? 0 : share(spec.testFraction(), whole.size(), "test");
    var validationSize =
        validation.isPresent() ? 0 : share(spec.validationFraction(), whole.size(), "validation");
    if (testSize + validationSize >= whole.size()) {
      throw new SpecException(
          "data.split: test and validation take all "
              + whole.size()
              + " examples; leave some for training");
    }
    if (testSize + validationSize == 0) {
      return new DataSplits(whole, validation, test);
    }
    var order = IntStream.range(0, whole.size()).toArray();
    new PhiloxStream(seed, "split").shuffle(order);
    return new DataSplits(
        subset(whole, order, testSize + validationSize, order.length),
        validation.or(() -> part(whole, order, testSize, testSize + validationSize)),
        test.or(() -> part(whole, order, 0, testSize)));
  }

  private static Dataset open(
      PluginSpec spec, PluginResolver plugins, Path directory, String where) {
    Configured<DataSource<Record>> source =
        Configured.resolve(plugins, PluginKind.DATA_SOURCE, spec, where);
    var data = OpenSource.open(source, directory, where);
    if (data.size() == 0) {
      throw new DataException(where + ": the source " + spec.name() + " has no examples");
    }
    return data;
  }

  private static int share(double fraction, int size, String split) {
    var share = (int) Math.round(fraction * size);
    if (fraction > 0 && share == 0) {
      throw new SpecException(
          "data.split."
              + split
              + ": "
              + fraction
              + " of "
              + size
              + " examples is none; take a larger share");
    }
    return share;
  }

  private static Optional<Dataset> part(Dataset whole, int[] order, int from, int to) {
    return from == to ? Optional.empty() : Optional.of(subset(whole, order, from, to));
  }

  /** Examples keep the order of the source, which is kinder to files. */
  private static Dataset subset(Dataset whole, int[] order, int from, int to) {
    var examples = Arrays.copyOfRange(order, from, to);
    Arrays.sort(examples);
    return new Subset(whole, examples);
  }
}
