package org.caracal.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.Arrays;
import org.caracal.array.Shape;
import org.caracal.core.file.Npy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadDataTest {
  @TempDir Path folder;

  @Test
  void peersReadWhatCaracalReads() {
    var data = new WorkloadData(Workload.W3, folder);
    data.write();
    var pixels = Npy.read(folder.resolve("pixels.npy"));
    var labels = Npy.read(folder.resolve("label.npy"));
    var size = 32 * 3 * 32 * 32;

    assertEquals(Shape.of(128, 3, 32, 32), pixels.shape());
    assertEquals(Shape.of(128), labels.shape());
    assertArrayEquals(Arrays.copyOfRange(pixels.floats(), 2 * size, 3 * size), data.numbers(0, 2));
    assertArrayEquals(Arrays.copyOfRange(labels.ints(), 64, 96), data.integers(1, 2));
  }
}
