package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.caracal.core.checkpoint.Snapshot;

/** Compares states of runs bit by bit. */
final class SameState {
  private SameState() {}

  static void check(Snapshot expected, Snapshot actual, String what) {
    assertEquals(expected.step(), actual.step(), what);
    assertEquals(expected.tensors().keySet(), actual.tensors().keySet(), what);
    expected
        .tensors()
        .forEach(
            (path, tensor) ->
                assertTrue(
                    Arrays.equals(tensor.toDoubles(), actual.tensors().get(path).toDoubles()),
                    () -> what + ": " + path + " differs"));
    for (var key : List.of("updates", "lossSum", "examples", "earlyStopping", "job")) {
      assertEquals(expected.meta().get(key), actual.meta().get(key), () -> what + ": " + key);
    }
  }
}
