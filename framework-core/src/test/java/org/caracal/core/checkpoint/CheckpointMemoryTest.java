package org.caracal.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.lang.management.BufferPoolMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Map;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway with little memory must be able to save what it can train. */
class CheckpointMemoryTest {
  private static final int BYTES = 32 << 20;

  @Test
  void savingTakesOneCopyAndLoadingThree(@TempDir Path folder) {
    var tensors = Map.of("kernel", NdArray.of(Shape.of(BYTES / 4), new float[BYTES / 4]));
    var store = new CheckpointStore(folder);
    store.save(Snapshots.of(1), false); // classes are loaded
    CheckpointStore.load(folder);
    var direct = direct();
    var saving = allocated(() -> store.save(new Snapshot(2, Map.of(), tensors), true));
    assertTrue(saving < 1.1 * BYTES, "saving takes " + saving);
    var loading = allocated(() -> CheckpointStore.load(folder));
    assertTrue(loading < 3.1 * BYTES, "loading takes " + loading);
    var kept = direct() - direct;
    assertTrue(kept < BYTES / 8, "direct memory that stays: " + kept);
  }

  private static long allocated(Runnable work) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();
    work.run();
    return threads.getCurrentThreadAllocatedBytes() - before;
  }

  private static long direct() {
    return ManagementFactory.getPlatformMXBeans(BufferPoolMXBean.class).stream()
        .filter(pool -> pool.getName().equals("direct"))
        .mapToLong(BufferPoolMXBean::getMemoryUsed)
        .sum();
  }
}
