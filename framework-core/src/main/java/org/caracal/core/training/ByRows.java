package org.caracal.core.training;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;

/**
 * Something for each number of examples in a batch, made once. There are two or three such numbers,
 * and a look-up comes with every step: it must not box, as a map would.
 */
final class ByRows<T> {
  private final List<Entry<T>> entries = new ArrayList<>();
  private final IntFunction<T> make;

  private record Entry<T>(int rows, T value) {}

  ByRows(IntFunction<T> make) {
    this.make = make;
  }

  T get(int rows) {
    for (var i = 0; i < entries.size(); i++) {
      if (entries.get(i).rows() == rows) {
        return entries.get(i).value();
      }
    }
    var made = new Entry<>(rows, make.apply(rows));
    entries.add(made);
    return made.value();
  }
}
