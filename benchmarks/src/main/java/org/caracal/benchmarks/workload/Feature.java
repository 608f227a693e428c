package org.caracal.benchmarks.workload;

import java.util.Arrays;

/**
 * A feature of random data: numbers in [0, 1), or integers below a bound.
 *
 * @param name its name, that of its file too
 * @param classes the bound of integers; 0 for numbers
 * @param shape its shape without the batch axis
 */
public record Feature(String name, int classes, int... shape) {
  static Feature numbers(String name, int... shape) {
    return new Feature(name, 0, shape);
  }

  static Feature integers(String name, int classes, int... shape) {
    return new Feature(name, classes, shape);
  }

  /** Number of elements of an example. */
  public int size() {
    return Arrays.stream(shape).reduce(1, (a, b) -> a * b);
  }
}
