package org.caracal.core.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.core.file.NumberTable;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Rows of numbers in a CSV file, with or without a header. Features: {@code features float64[F]},
 * the columns that are no target, and, if there is a target, {@code target}: {@code int32} for
 * labels, {@code float64[T]} for numbers.
 */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "csv")
public final class CsvSource implements DataSource<CsvSource.Options> {
  /** Options of {@code csv}. */
  public record Options(
      @Option("the file, packed by gzip or not") String file,
      @Option(value = "names of the target columns; the last column is -1", byDefault = "[]")
          List<String> target,
      @Option(
              value = "names of the columns to use as features; all others if empty",
              byDefault = "[]")
          List<String> columns,
      @Option(value = "whether the target is a class index", byDefault = "false") boolean labels,
      @Option(value = "the character between two cells", byDefault = ",") String separator) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    if (options.separator().length() != 1) {
      throw new SpecException(
          "option separator must be one character, not \"" + options.separator() + "\"");
    }
    var table = NumberTable.read(directory.resolve(options.file()), options.separator().charAt(0));
    var targets = targets(options, table);
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    arrays.put("features", table.select(features(options, table)));
    if (options.labels() && targets.length == 1) {
      arrays.put("target", labels(options.file(), table, targets[0]));
    } else if (targets.length > 0) {
      arrays.put("target", table.select(targets));
    }
    return new ArrayDataset(arrays);
  }

  /**
   * The columns of a table that are features, for a table of training data as for one to predict.
   *
   * @throws SpecException if a column that is asked for is not there
   */
  public static int[] features(Options options, NumberTable table) {
    if (!options.columns().isEmpty()) {
      return options.columns().stream()
          .mapToInt(name -> column(options.file(), table, name))
          .toArray();
    }
    var targets = targets(options, table);
    return IntStream.range(0, table.columns().size())
        .filter(column -> IntStream.of(targets).noneMatch(target -> target == column))
        .toArray();
  }

  private static int[] targets(Options options, NumberTable table) {
    return options.target().stream()
        .mapToInt(name -> column(options.file(), table, name))
        .toArray();
  }

  private static int column(String file, NumberTable table, String name) {
    var index = name.equals("-1") ? table.columns().size() - 1 : table.columns().indexOf(name);
    if (index < 0) {
      throw new SpecException(file + " has no column " + name + "; it has " + table.columns());
    }
    return index;
  }

  private static NdArray labels(String file, NumberTable table, int column) {
    var labels = new int[table.rows().size()];
    for (var i = 0; i < labels.length; i++) {
      var value = table.rows().get(i)[column];
      if (value != Math.rint(value)) {
        throw new DataException(
            file
                + ": column "
                + table.columns().get(column)
                + " holds "
                + value
                + " in row "
                + (i + 1)
                + ", expected a class index: 0, 1, 2, ...");
      }
      labels[i] = (int) value;
    }
    return NdArray.of(Shape.of(labels.length), labels);
  }
}
