package org.caracal.benchmarks;

import java.util.List;
import java.util.Locale;
import java.util.Random;
import org.caracal.array.DType;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;

/**
 * Matrix products by loops without the Vector API, beside the three nested loops of a textbook: a
 * Markdown table of {@code float32} squares on one thread. Arguments: {@code [rounds]}.
 */
public final class PlainProductTable {
  private PlainProductTable() {}

  /** Measures and prints. */
  public static void main(String[] arguments) {
    var race = new Race(true, arguments.length > 0 ? Integer.parseInt(arguments[0]) : 7);
    System.out.printf("%s%n%n", Runtime.version());
    System.out.println("| product | three loops, GFLOP/s | Java without vectors | ratio |");
    System.out.println("|---|--:|--:|--:|");
    try (var session = new JavaSession(new Execution(1), Loops.scalar())) {
      for (var size : List.of(128, 256, 512)) {
        var product = new Product(false, false, 1, size, size, size);
        var row =
            race.measure(
                List.of(textbook(size), product.bind(DType.FLOAT32).kernel(session)),
                product.operations());
        System.out.printf(
            Locale.ROOT, "| %s | %.1f | %.1f | %.1f |%n", product, row[0], row[1], row[2]);
      }
    }
  }

  private static Runnable textbook(int size) {
    var left = random(size);
    var right = random(size);
    var result = new float[size * size];
    return () -> multiply(left, right, result, size);
  }

  private static float[] random(int size) {
    var random = new Random(1);
    var values = new float[size * size];
    for (var i = 0; i < values.length; i++) {
      values[i] = random.nextFloat() - 0.5f;
    }
    return values;
  }

  private static void multiply(float[] left, float[] right, float[] result, int size) {
    for (var i = 0; i < size; i++) {
      for (var j = 0; j < size; j++) {
        var sum = 0f;
        for (var k = 0; k < size; k++) {
          sum += left[i * size + k] * right[k * size + j];
        }
        result[i * size + j] = sum;
      }
    }
  }
}
