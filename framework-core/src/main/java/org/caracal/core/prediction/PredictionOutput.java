package org.caracal.core.prediction;

import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.core.file.AtomicFile;
import org.caracal.core.file.Npy;
import org.caracal.core.file.Reason;

/**
 * Writes predictions to a file, whole or not at all: npy (the one output of the model), or CSV with
 * a header. In CSV a class that was predicted comes first, in a column called like its target; then
 * all elements of all outputs: {@code dense_2[0]}, {@code dense_2[1]}, ...
 */
final class PredictionOutput {
  private PredictionOutput() {}

  /**
   * Checks that predictions can be written, before they are made.
   *
   * @param outputs names of the model's outputs
   */
  static void check(Path file, List<String> outputs) {
    var folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder) || Files.isDirectory(file)) {
      throw new DataException(
          "predictions cannot be written to "
              + file
              + ": "
              + (Files.isDirectory(file) ? "it is a folder" : "there is no folder " + folder));
    }
    if (isNpy(file) && outputs.size() != 1) {
      throw new SpecException(
          file + ": npy holds one array, but the model has the outputs " + outputs + "; use CSV");
    }
  }

  private static boolean isNpy(Path file) {
    return file.getFileName().toString().toLowerCase(Locale.ROOT).endsWith(".npy");
  }

  /**
   * Writes predictions.
   *
   * @param classes target by output, for outputs that score classes: {@code [N, classes]}
   * @param outputs arrays of shape {@code [N, output shape]}
   */
  static void write(Path file, Map<String, String> classes, Map<String, NdArray> outputs) {
    try {
      AtomicFile.write(
          file,
          isNpy(file)
              ? Npy.encode(outputs.values().iterator().next())
              : List.of(ByteBuffer.wrap(csv(classes, outputs).getBytes(StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new DataException(
          "predictions cannot be written to "
              + file
              + ": "
              + Reason.of(e)
              + "; make room, mend its permissions, or choose another by --output",
          e);
    }
  }

  private static String csv(Map<String, String> classes, Map<String, NdArray> outputs)
      throws IOException {
    var text = new StringWriter();
    try (var writer = CsvWriter.builder().build(text)) {
      writer.writeRecord(header(classes, outputs));
      var rows = outputs.values().iterator().next().shape().extent(0);
      for (var row = 0; row < rows; row++) {
        writer.writeRecord(cells(classes, outputs, row, rows));
      }
    }
    return text.toString();
  }

  private static List<String> cells(
      Map<String, String> classes, Map<String, NdArray> outputs, int row, int rows) {
    var cells = new ArrayList<String>();
    outputs.forEach(
        (name, array) -> {
          if (classes.containsKey(name)) {
            cells.add(Integer.toString(largest(array, row)));
          }
        });
    for (var array : outputs.values()) {
      var size = array.size() / rows;
      for (var i = row * size; i < (row + 1) * size; i++) {
        cells.add(number(array, i));
      }
    }
    return cells;
  }

  private static List<String> header(Map<String, String> classes, Map<String, NdArray> outputs) {
    var cells = new ArrayList<String>();
    outputs.keySet().stream()
        .filter(classes::containsKey)
        .forEach(output -> cells.add(classes.get(output)));
    outputs.forEach(
        (name, array) -> {
          var size = array.size() / array.shape().extent(0);
          for (var i = 0; i < size; i++) {
            cells.add(size == 1 ? name : name + "[" + i + "]");
          }
        });
    return cells;
  }

  /** The class with the highest score; of equal ones the first. */
  private static int largest(NdArray scores, int row) {
    var classes = scores.shape().extent(1);
    var best = 0;
    for (var i = 1; i < classes; i++) {
      if (scores.getDouble(row * classes + i) > scores.getDouble(row * classes + best)) {
        best = i;
      }
    }
    return best;
  }

  private static String number(NdArray array, int index) {
    return switch (array.dtype()) {
      case FLOAT32 -> Float.toString(array.floats()[index]);
      case FLOAT64 -> Double.toString(array.doubles()[index]);
      default -> Long.toString(array.getLong(index));
    };
  }
}
