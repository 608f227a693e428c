package org.caracal.core.reference;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which operations' derivatives were checked and how well they agree, as a table for people. */
final class DerivativeReport {
  private final SortedMap<String, Row> rows = new TreeMap<>();

  /** What the cases of an operation have shown. */
  private record Row(int cases, int compared, double first, double second) {
    static final Row NONE = new Row(0, 0, 0, 0);

    Row with(GradientCheck.Agreement agreement) {
      return new Row(
          cases + 1,
          compared + agreement.compared(),
          Math.max(first, agreement.first()),
          Math.max(second, agreement.second()));
    }
  }

  /** Notes how a case came out; a case that fails is not noted. */
  void add(OperationCase test, Optional<GradientCheck.Agreement> agreement) {
    var key = OperationCoverage.key(test);
    var row = rows.getOrDefault(key, Row.NONE);
    rows.put(key, agreement.map(row::with).orElse(row));
  }

  /** Every operation that there is, the unchecked ones too. */
  String text() {
    var text = new StringBuilder("# Derivatives against central finite differences\n\n");
    text.append("In float64, step 1e-6; allowed deviation ")
        .append(GradientCheck.ABSOLUTE)
        .append(" + ")
        .append(GradientCheck.RELATIVE)
        .append(" of the difference.\nThe largest deviation is given as a share of that.\n\n")
        .append("| operation | cases | partial derivatives | first | second |\n")
        .append("|---|---:|---:|---:|---:|\n");
    var all = new TreeMap<>(rows);
    OperationCoverage.required().forEach(key -> all.putIfAbsent(key, Row.NONE));
    all.forEach((key, row) -> text.append(line(key, row)));
    return text.toString();
  }

  private static String line(String key, Row row) {
    if (row.cases() > 0) {
      return String.format(
          Locale.ROOT,
          "| %s | %d | %d | %.1e | %.1e |\n",
          key,
          row.cases(),
          row.compared(),
          row.first(),
          row.second());
    }
    var why =
        OperationCoverage.WITHOUT_FLOATING_OPERANDS.contains(key)
            ? "no floating operand"
            : "NOT CHECKED";
    return "| " + key + " | 0 | 0 | " + why + " | " + why + " |\n";
  }

  void write(Path file) throws IOException {
    Files.createDirectories(file.toAbsolutePath().getParent());
    Files.writeString(file, text());
  }
}
