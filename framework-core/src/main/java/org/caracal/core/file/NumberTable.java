package org.caracal.core.file;

import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;

/**
 * Numbers in rows and columns, read from CSV. Columns without a name are called by their number.
 * Cells that are no numbers are reported when they are selected: a column of text that nobody wants
 * harms nobody.
 *
 * @param name name of the file, for messages
 * @param columns names of the columns
 * @param rows the rows
 */
public record NumberTable(String name, List<String> columns, List<Row> rows) {
  private static final Pattern NOT_FINITE =
      Pattern.compile("[+-]?(nan|inf|infinity)", Pattern.CASE_INSENSITIVE);
  private static final Pattern PLAIN = Pattern.compile("\\d+");

  /** Whether the first line names the columns. */
  public enum Header {
    /**
     * If any of its cells is no number, and those that are could be names: whole, not negative, all
     * different. A row of numbers with a bad cell is no header.
     */
    AUTO,
    /** It does. */
    PRESENT,
    /** It is the first row. */
    ABSENT
  }

  /** A row. */
  public static final class Row {
    private final long line;
    private final double[] numbers;
    private final Map<Integer, String> others;

    Row(long line, double[] numbers, Map<Integer, String> others) {
      this.line = line;
      this.numbers = numbers;
      this.others = others;
    }

    /** Number of the line where it begins, from 1. */
    public long line() {
      return line;
    }
  }

  /**
   * Reads a file, packed by gzip or not.
   *
   * @param separator between two cells
   * @throws DataException if it is missing or has no rows, or rows differ in length
   */
  public static NumberTable read(Path file, char separator, Header header) {
    return decode(file.toString(), Bytes.read(file), separator, header);
  }

  /** Reads a file's bytes. */
  static NumberTable decode(String name, byte[] bytes, char separator, Header header) {
    var rows = new ArrayList<Row>();
    List<String> columns = null;
    var csv = CsvReader.builder().fieldSeparator(separator);
    csv.allowExtraFields(true).allowMissingFields(true); // our message names the line
    try (var reader = csv.ofCsvRecord(text(bytes))) {
      for (var line : reader) {
        if (columns == null) {
          var named = header == Header.AUTO ? isHeader(line) : header == Header.PRESENT;
          columns = names(line, named);
          if (named) {
            continue;
          }
        }
        rows.add(row(name, columns.size(), line));
      }
    } catch (CsvParseException | IOException e) {
      throw new DataException(name + " is no CSV file: " + e.getMessage(), e);
    }
    if (rows.isEmpty()) {
      throw new DataException(name + " holds no rows of numbers");
    }
    return new NumberTable(name, columns, rows);
  }

  /** Spreadsheets begin UTF-8 with a mark that belongs to no cell. */
  private static String text(byte[] bytes) {
    var text = new String(bytes, StandardCharsets.UTF_8);
    return text.startsWith("\uFEFF") ? text.substring(1) : text;
  }

  private static boolean isHeader(CsvRecord line) {
    var numbers = line.getFields().stream().map(String::strip).filter(NumberTable::isNumber);
    var seen = new HashSet<String>();
    var count = 0;
    for (var number : numbers.toList()) {
      if (!PLAIN.matcher(number).matches() || !seen.add(number)) {
        return false;
      }
      count++;
    }
    return count < line.getFieldCount();
  }

  private static List<String> names(CsvRecord line, boolean named) {
    return IntStream.range(0, line.getFieldCount())
        .mapToObj(
            column -> {
              var name = named ? line.getField(column).strip() : "";
              return name.isEmpty() ? "column" + (column + 1) : name;
            })
        .toList();
  }

  private static Row row(String name, int columns, CsvRecord line) {
    if (line.getFieldCount() != columns) {
      throw new DataException(
          name
              + ":"
              + line.getStartingLineNumber()
              + ": expected "
              + columns
              + " cells, got "
              + line.getFieldCount());
    }
    var numbers = new double[columns];
    Map<Integer, String> others = Map.of();
    for (var i = 0; i < columns; i++) {
      var cell = line.getField(i).strip();
      numbers[i] = parse(cell);
      if (!Double.isFinite(numbers[i])) {
        others = others.isEmpty() ? new TreeMap<>() : others;
        others.put(i, cell);
      }
    }
    return new Row(line.getStartingLineNumber(), numbers, others);
  }

  /**
   * Some columns as an array: {@code float64[rows, columns]}.
   *
   * @throws DataException if a cell is no finite number; the message names line and column
   */
  public NdArray select(int... selected) {
    var values = new double[Math.multiplyExact(rows.size(), selected.length)];
    var next = 0;
    for (var row : rows) {
      for (var column : selected) {
        if (row.others.containsKey(column)) {
          var cell = row.others.get(column);
          throw bad(
              row,
              column,
              (cell.isEmpty() ? "nothing" : "'" + cell + "'")
                  + ", expected a finite number; mend the cell, or leave the column out with the"
                  + " option columns");
        }
        values[next++] = row.numbers[column];
      }
    }
    return NdArray.of(Shape.of(rows.size(), selected.length), values);
  }

  /** What to throw because of a cell. */
  public DataException bad(Row row, int column, String what) {
    return new DataException(
        name + ":" + row.line() + ": column " + columns.get(column) + " holds " + what);
  }

  /** What is written like a number, be it finite or not. */
  private static boolean isNumber(String cell) {
    return NOT_FINITE.matcher(cell).matches() || !Double.isNaN(parse(cell));
  }

  /**
   * Not a number if it is none in the usual sense: Java's {@code 1d} and {@code 0x1p3} are text.
   */
  private static double parse(String cell) {
    var last = cell.isEmpty() ? ' ' : cell.charAt(cell.length() - 1);
    if ((last != '.' && (last < '0' || last > '9'))
        || cell.indexOf('x') >= 0
        || cell.indexOf('X') >= 0) {
      return Double.NaN;
    }
    try {
      return Double.parseDouble(cell);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }
}
