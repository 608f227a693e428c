package org.caracal.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Text in columns as wide as their widest cell; columns of numbers, with or without units, are set
 * to the right.
 */
final class Table {
  private final List<List<String>> rows = new ArrayList<>();

  Table(String... header) {
    rows.add(List.of(header));
  }

  Table row(Object... cells) {
    var row = new ArrayList<String>();
    for (var cell : cells) {
      row.add(
          cell instanceof Long number
              ? String.format(Locale.ROOT, "%,d", number)
              : String.valueOf(cell));
    }
    rows.add(row);
    return this;
  }

  @Override
  public String toString() {
    var columns = rows.get(0).size();
    var lines = new StringBuilder();
    for (var row : rows) {
      var line = new StringBuilder();
      for (var column = 0; column < columns; column++) {
        line.append(column == 0 ? "" : "  ")
            .append(pad(row.get(column), width(column), isNumeric(column)));
      }
      lines.append(line.toString().stripTrailing()).append(System.lineSeparator());
    }
    return lines.toString();
  }

  private int width(int column) {
    return rows.stream().mapToInt(row -> row.get(column).length()).max().orElse(0);
  }

  private boolean isNumeric(int column) {
    return rows.size() > 1
        && rows.stream()
            .skip(1)
            .allMatch(row -> row.get(column).matches("([\\d,.]+(%|K| GFLOP/s| GB/s *)?)?"));
  }

  private static String pad(String cell, int width, boolean right) {
    var blanks = " ".repeat(width - cell.length());
    return right ? blanks + cell : cell + blanks;
  }
}
