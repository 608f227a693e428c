package org.caracal.core.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;

/**
 * Numbers in rows and columns, read from CSV. The first line is a header if any of its cells is no
 * number; columns are then known by name, else as {@code column1}, {@code column2}, ...
 *
 * @param columns names of the columns
 * @param rows the numbers, row by row
 */
public record NumberTable(List<String> columns, List<double[]> rows) {
  /**
   * Reads a file, packed by gzip or not.
   *
   * @param separator between two cells
   * @throws DataException if it is missing, a cell is no finite number, or rows differ in length
   */
  public static NumberTable read(Path file, char separator) {
    return decode(file.toString(), Bytes.read(file), separator);
  }

  /** Reads a file's bytes. */
  static NumberTable decode(String name, byte[] bytes, char separator) {
    var rows = new ArrayList<double[]>();
    var text = new String(bytes, StandardCharsets.UTF_8);
    List<String> columns = null;
    try (var reader = CsvReader.builder().fieldSeparator(separator).ofCsvRecord(text)) {
      for (var line : reader) {
        if (columns == null) {
          columns = header(line);
          if (columns != null) {
            continue;
          }
          columns =
              IntStream.rangeClosed(1, line.getFieldCount())
                  .mapToObj(number -> "column" + number)
                  .toList();
        }
        rows.add(numbers(name, columns, line));
      }
    } catch (CsvParseException | java.io.IOException e) {
      throw new DataException(name + " is no CSV file: " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new DataException(name + " holds no rows of numbers");
    }
    return new NumberTable(columns, rows);
  }

  private static List<String> header(CsvRecord line) {
    return line.getFields().stream().allMatch(NumberTable::isNumber)
        ? null
        : line.getFields().stream().map(String::strip).toList();
  }

  private static double[] numbers(String name, List<String> columns, CsvRecord line) {
    if (line.getFieldCount() != columns.size()) {
      throw new DataException(
          name
              + ":"
              + line.getStartingLineNumber()
              + ": expected "
              + columns.size()
              + " cells, got "
              + line.getFieldCount());
    }
    var numbers = new double[columns.size()];
    for (var i = 0; i < numbers.length; i++) {
      var cell = line.getField(i).strip();
      if (!isNumber(cell) || !Double.isFinite(Double.parseDouble(cell))) {
        throw new DataException(
            name
                + ":"
                + line.getStartingLineNumber()
                + ": column "
                + columns.get(i)
                + " holds "
                + (cell.isEmpty() ? "nothing" : "'" + cell + "'")
                + ", expected a finite number; mend the cell, or leave the column out with the"
                + " option columns");
      }
      numbers[i] = Double.parseDouble(cell);
    }
    return numbers;
  }

  /** Some columns as an array: {@code float64[rows, columns]}. */
  public NdArray select(int... selected) {
    var values = new double[Math.multiplyExact(rows.size(), selected.length)];
    var next = 0;
    for (var row : rows) {
      for (var column : selected) {
        values[next++] = row[column];
      }
    }
    return NdArray.of(Shape.of(rows.size(), selected.length), values);
  }

  private static boolean isNumber(String cell) {
    try {
      Double.parseDouble(cell.strip());
      return true;
    } catch (NumberFormatException e) {
      return false;
    }
  }
}
