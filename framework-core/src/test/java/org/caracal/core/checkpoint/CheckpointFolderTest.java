package org.caracal.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs that find checkpoints of other runs in their folder. */
class CheckpointFolderTest {
  @TempDir Path folder;

  private static Snapshot snapshot(long step) {
    return new Snapshot(step, Map.of(), Map.of("w", NdArray.of(Shape.of(2), 1f, 2f)));
  }

  @Test
  void aRunMustNotMixItsCheckpointsWithThoseOfAnother() {
    var store = new CheckpointStore(folder);
    store.save(snapshot(40), false);
    var failure = assertThrows(SpecException.class, () -> store.prepare(0));
    assertTrue(failure.getMessage().contains("step-000000000040"), failure.getMessage());
    assertTrue(failure.getMessage().contains("--resume " + folder), failure.getMessage());
    assertThrows(SpecException.class, () -> store.prepare(39));
    store.prepare(40);
  }

  @Test
  void damagedCheckpointsAreNobodys() throws IOException {
    var store = new CheckpointStore(folder);
    store.save(snapshot(20), false);
    Files.write(folder.resolve("step-000000000040.safetensors"), new byte[] {1, 2, 3});
    assertEquals(20, CheckpointStore.load(folder).step());
    store.prepare(20);
  }
}
