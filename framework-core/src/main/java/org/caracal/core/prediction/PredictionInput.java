package org.caracal.core.prediction;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.core.data.CsvSource;
import org.caracal.core.file.Npy;
import org.caracal.core.file.Npz;
import org.caracal.core.file.NumberTable;
import org.caracal.core.plugin.Configured;
import org.caracal.data.DataSource;
import org.caracal.model.InputSpec;
import org.caracal.plugin.PluginKind;

/** Reads the examples to predict for from a file: CSV, npy, or npz with an array for each input. */
final class PredictionInput {
  private PredictionInput() {}

  /** Arrays of shape {@code [N, input shape]} by input name. */
  static Map<String, NdArray> read(Path file, TrainedModel model) {
    var inputs = model.job().model().inputs();
    var name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".npz")) {
      return shaped(file, Npz.read(file), inputs);
    }
    if (name.endsWith(".npy")) {
      if (inputs.size() != 1) {
        throw new DataException(
            file
                + " holds one array, but the model has the inputs "
                + names(inputs)
                + "; give an npz file with an array for each");
      }
      return shaped(file, Map.of(inputs.get(0).name(), Npy.read(file)), inputs);
    }
    return table(file, model, inputs);
  }

  private static Map<String, NdArray> shaped(
      Path file, Map<String, NdArray> arrays, List<InputSpec> inputs) {
    var result = new LinkedHashMap<String, NdArray>();
    for (var input : inputs) {
      var array = arrays.get(input.name());
      if (array == null) {
        throw new DataException(
            file + " has no array for input " + input.name() + ", only " + arrays.keySet());
      }
      var shape = array.shape();
      var rows = shape.rank() == 0 ? 0 : shape.extent(0);
      var size = input.type().shape().size();
      if (rows == 0 || (long) rows * size != array.size()) {
        throw new DataException(
            file
                + " holds "
                + shape
                + " for input "
                + input.name()
                + ", expected [N, ...] with "
                + size
                + " elements for each example, as in "
                + input.type().shape());
      }
      result.put(input.name(), array.reshape(input.type().shape().prepend(rows)));
    }
    return result;
  }

  private static Map<String, NdArray> table(Path file, TrainedModel model, List<InputSpec> inputs) {
    Configured<DataSource<Record>> source =
        Configured.resolve(
            model.plugins(), PluginKind.DATA_SOURCE, model.job().data().train(), "data");
    var csv = source.options() instanceof CsvSource.Options options ? options : null;
    var table =
        csv == null
            ? NumberTable.read(file, ',', NumberTable.Header.AUTO)
            : NumberTable.read(file, csv.separator().charAt(0), csv.header());
    var wanted = inputs.stream().mapToInt(input -> input.type().shape().size()).sum();
    var columns = IntStream.range(0, table.columns().size()).toArray();
    if (csv != null && columns.length != wanted) {
      columns = CsvSource.features(csv, table); // the table has columns that are no features
    }
    if (columns.length != wanted) {
      throw new DataException(
          file
              + " has "
              + columns.length
              + " columns of features, expected "
              + wanted
              + ": "
              + inputs.stream()
                  .map(input -> input.type().shape().size() + " of " + input.name())
                  .collect(Collectors.joining(", then ")));
    }
    var result = new LinkedHashMap<String, NdArray>();
    var next = 0;
    for (var input : inputs) {
      var size = input.type().shape().size();
      var part = Arrays.copyOfRange(columns, next, next += size);
      result.put(
          input.name(),
          table.select(part).reshape(input.type().shape().prepend(table.rows().size())));
    }
    return result;
  }

  private static List<String> names(List<InputSpec> inputs) {
    return inputs.stream().map(InputSpec::name).toList();
  }
}
