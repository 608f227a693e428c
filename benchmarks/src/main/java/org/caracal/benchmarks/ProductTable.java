package org.caracal.benchmarks;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.caracal.array.DType;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.backend.nativeblas.NativeSessions;

/**
 * Matrix products of this system's backends and of OpenBLAS as it is called directly, side by side
 * in one process: a Markdown table. Rounds of a few milliseconds alternate between the contenders,
 * because the speed of a machine changes while one measures; figures are medians of the rounds, and
 * ratios are medians of the ratios within a round. One thread is measured in processor time, which
 * other processes on the machine take less from; several in elapsed time.
 *
 * <p>Arguments: {@code [rounds] [threads] [pattern of the shapes]}.
 */
public final class ProductTable {
  private ProductTable() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    var rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 15;
    var threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    var pattern = arguments.length > 2 ? arguments[2] : ".*";
    var dtype = Boolean.getBoolean("double") ? DType.FLOAT64 : DType.FLOAT32;
    var loops = Boolean.getBoolean("scalar") ? Loops.scalar() : Loops.best();
    var race = new Race(threads == 1, rounds);
    var rows = new ArrayList<double[]>();
    var execution = new Execution(threads);
    try (var java = new JavaSession(execution, loops);
        var openBlas = NativeSessions.open(execution)) {
      var peak = threads * FmaPeak.measure(dtype);
      print("%s, %s, %d thread(s), %s%n", Runtime.version(), dtype, threads, loops.description());
      print("FMA peak %.0f GFLOP/s%n%n", peak);
      print("| product | OpenBLAS | Java | ratio | of peak | native | ratio |%n");
      print("|---|--:|--:|--:|--:|--:|--:|%n");
      for (var shape : ProductShapes.all()) {
        if (!shape.toString().matches(pattern)) {
          continue;
        }
        var product = shape.bind(dtype);
        var row =
            race.measure(
                List.of(product.raw(), product.kernel(java), product.kernel(openBlas)),
                shape.operations());
        rows.add(row);
        print(
            "| %s | %.1f | %.1f | %.2f | %.0f %% | %.1f | %.2f |%n",
            shape, row[0], row[1], row[3], 100 * row[1] / peak, row[2], row[4]);
      }
    }
    print(
        "| geometric mean | | | %.3f | | | %.3f |%n| lowest | | | %.2f | | | %.2f |%n",
        mean(rows, 3), mean(rows, 4), lowest(rows, 3), lowest(rows, 4));
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
  }

  private static double mean(List<double[]> rows, int column) {
    return Math.exp(rows.stream().mapToDouble(row -> Math.log(row[column])).average().orElse(0));
  }

  private static double lowest(List<double[]> rows, int column) {
    return rows.stream().mapToDouble(row -> row[column]).min().orElse(0);
  }
}
