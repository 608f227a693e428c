package org.caracal.core.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.core.file.NumberTable;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
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
      @Option(value = "the character between two cells", byDefault = ",") String separator,
      @Option(
              value = "whether the first line names the columns; auto if it has text",
              byDefault = "auto")
          NumberTable.Header header) {}

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
    var file = directory.resolve(options.file());
    var table = NumberTable.read(file, options.separator().charAt(0), options.header());
    var targets = targets(options, table);
    if (options.labels() && targets.length != 1) {
      throw new SpecException("option labels needs one target, not " + options.target());
    }
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    arrays.put("features", table.select(features(options, table)));
    if (options.labels()) {
      arrays.put("target", labels(table, targets[0]));
    } else if (targets.length > 0) {
      arrays.put("target", table.select(targets));
    }
    return new Lines(new ArrayDataset(arrays), table);
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

  private static NdArray labels(NumberTable table, int column) {
    var values = table.select(column).doubles();
    var labels = new int[values.length];
    for (var i = 0; i < labels.length; i++) {
      labels[i] = (int) values[i];
      if (labels[i] != values[i] || labels[i] < 0) {
        throw table.bad(
            table.rows().get(i), column, values[i] + ", expected a class index: 0, 1, 2, ...");
      }
    }
    return NdArray.of(Shape.of(labels.length), labels);
  }

  /** Examples that know where they come from. */
  private static final class Lines implements Dataset {
    private final Dataset whole;
    private final String file;
    private final long[] lines;

    Lines(Dataset whole, NumberTable table) {
      this.whole = whole;
      this.file = table.name();
      this.lines = table.rows().stream().mapToLong(NumberTable.Row::line).toArray();
    }

    @Override
    public int size() {
      return whole.size();
    }

    @Override
    public List<Feature> features() {
      return whole.features();
    }

    @Override
    public void read(int feature, int example, NdArray batch, int row) {
      whole.read(feature, example, batch, row);
    }

    @Override
    public String describe(int example) {
      return "line " + lines[example] + " of " + file;
    }
  }
}
