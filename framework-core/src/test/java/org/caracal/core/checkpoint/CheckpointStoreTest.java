package org.caracal.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import org.caracal.DataException;
import org.caracal.core.file.AtomicFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CheckpointStoreTest {
  @TempDir Path folder;

  @Test
  void whatIsSavedIsLoaded() {
    var file = new CheckpointStore(folder).save(Snapshots.of(7), false);
    assertEquals(folder.resolve("step-000000000007.safetensors"), file);
    for (var path : List.of(file, folder)) {
      var loaded = CheckpointStore.load(path);
      assertEquals(7, loaded.step());
      assertTrue(Snapshots.isIntact(loaded));
    }
  }

  @Test
  void theLastOnesAndTheBestAreKept() throws IOException {
    var store = new CheckpointStore(folder);
    for (var step = 1; step <= 6; step++) {
      store.save(Snapshots.of(step), step == 2);
    }
    assertEquals(List.of("best", "4", "5", "6"), names(folder));
    assertEquals(2, CheckpointStore.load(folder.resolve("best.safetensors")).step());
    assertEquals(6, CheckpointStore.load(folder).step());
    store.save(Snapshots.of(7), true);
    assertEquals(7, CheckpointStore.load(folder.resolve("best.safetensors")).step());
  }

  @Test
  void savingAgainReplaces() throws IOException {
    var store = new CheckpointStore(folder);
    store.save(Snapshots.of(1, 4), true);
    store.save(Snapshots.of(1, 9), false);
    assertEquals(List.of("best", "1"), names(folder));
    assertEquals(9, CheckpointStore.load(folder).tensors().get("dense/kernel").size());
    var best = CheckpointStore.load(folder.resolve("best.safetensors"));
    assertEquals(4, best.tensors().get("dense/kernel").size());
  }

  /** A new run in an old folder, or one that goes on from before the last checkpoint. */
  @Test
  void laterStepsOfAnEarlierRunNeitherWinNorGetLost() throws IOException {
    var before = new CheckpointStore(folder);
    for (var step : new long[] {10, 20, 30}) {
      before.save(Snapshots.of(step), step == 20);
    }
    var now = new CheckpointStore(folder);
    now.prepare();
    assertEquals(30, CheckpointStore.load(folder).step(), "nothing happens before the first save");
    now.save(Snapshots.of(15, 5), false);
    assertEquals(15, CheckpointStore.load(folder).step());
    now.save(Snapshots.of(25, 5), true);
    assertEquals(List.of("best", "10", "15", "25"), names(folder));
    var earlier = folder.resolve("earlier");
    assertEquals(List.of("best", "20", "30"), names(earlier));
    assertEquals(30, CheckpointStore.load(earlier).step());
    assertEquals(20, CheckpointStore.load(earlier.resolve("best.safetensors")).step());
    assertEquals(25, CheckpointStore.load(folder.resolve("best.safetensors")).step());
    new CheckpointStore(folder).save(Snapshots.of(1), false);
    assertEquals(List.of("best", "10", "15", "25"), names(earlier), "only the last run is kept");
    assertEquals(1, CheckpointStore.load(folder).step());
  }

  @Test
  void otherFilesStay() throws IOException {
    var notes = Files.writeString(folder.resolve("notes.txt"), "mine");
    var odd = Files.writeString(folder.resolve("step-1.safetensors"), "mine");
    var store = new CheckpointStore(folder);
    store.prepare();
    for (var step = 1; step <= 5; step++) {
      store.save(Snapshots.of(step), false);
    }
    assertEquals("mine", Files.readString(notes));
    assertEquals("mine", Files.readString(odd));
  }

  /** Not all locales write digits as ASCII does. */
  @Test
  void namesDoNotDependOnTheLocale() {
    var before = Locale.getDefault();
    try {
      Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
      var file = new CheckpointStore(folder).save(Snapshots.of(12), false);
      assertEquals("step-000000000012.safetensors", file.getFileName().toString());
      assertEquals(12, CheckpointStore.load(folder).step());
    } finally {
      Locale.setDefault(before);
    }
  }

  /** Runs ignore interrupts, but channels do not: a listener may have left one behind. */
  @Test
  void interruptsDoNotPreventSaving() {
    Thread.currentThread().interrupt();
    new CheckpointStore(folder).save(Snapshots.of(1), true);
    assertTrue(Thread.interrupted());
    assertEquals(1, CheckpointStore.load(folder).step());
  }

  @Test
  void aFullDiskLeavesWhatWasThere() throws IOException {
    var full = Path.of("/dev/full");
    assumeTrue(Files.isWritable(full), "this system has no full device");
    var store = new CheckpointStore(folder);
    store.save(Snapshots.of(1), true);
    var unfinished =
        AtomicFile.UNFINISHED + "step-000000000002.safetensors-" + ProcessHandle.current().pid();
    Files.createSymbolicLink(folder.resolve(unfinished), full);
    var failure = assertThrows(DataException.class, () -> store.save(Snapshots.of(2), true));
    assertTrue(failure.getMessage().contains(folder.toString()), failure::getMessage);
    assertTrue(failure.getMessage().contains("No space left"), failure::getMessage);
    assertTrue(failure.getMessage().contains("make room"), failure::getMessage);
    assertEquals(List.of("best", "1"), names(folder));
    assertTrue(Snapshots.isIntact(CheckpointStore.load(folder)));
    store.save(Snapshots.of(2), false);
    assertEquals(2, CheckpointStore.load(folder).step());
  }

  @Test
  void foldersThatCannotBeWrittenAreReportedBeforeTheWork() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    for (var path : List.of(file, file.resolve("below"))) {
      var failure = assertThrows(DataException.class, () -> new CheckpointStore(path).prepare());
      assertTrue(failure.getMessage().contains(path.toString()), failure::getMessage);
      assertTrue(failure.getMessage().contains("--checkpoint"), failure::getMessage);
      assertThrows(
          DataException.class, () -> new CheckpointStore(path).save(Snapshots.of(1), false));
    }
  }

  @Test
  void preparingMakesTheFolderAndLeavesNothingThere() throws IOException {
    var deep = folder.resolve("a/b");
    new CheckpointStore(deep).prepare();
    assertEquals(List.of(), names(deep));
  }

  @Test
  void whatIsNotThereIsSaid() {
    var failure =
        assertThrows(DataException.class, () -> CheckpointStore.load(folder.resolve("none")));
    assertTrue(failure.getMessage().contains("no checkpoint at"), failure::getMessage);
    failure = assertThrows(DataException.class, () -> CheckpointStore.load(folder));
    assertTrue(failure.getMessage().contains("it holds none"), failure::getMessage);
  }

  /** The save was done: what remains to be tidied up must not end the training. */
  @Test
  void whatCannotBeRemovedIsWarnedOf() throws IOException {
    var stubborn = folder.resolve("step-000000000001.safetensors");
    Files.createDirectories(stubborn.resolve("not empty"));
    try (var warnings = new Warnings()) {
      var store = new CheckpointStore(folder);
      for (var step = 2; step <= 5; step++) {
        store.save(Snapshots.of(step), false);
      }
      assertEquals(5, CheckpointStore.load(folder).step());
      assertFalse(warnings.messages().isEmpty());
    }
  }

  /** {@code best} and the steps, in this order. */
  private static List<String> names(Path folder) throws IOException {
    try (var files = Files.list(folder)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> file.getFileName().toString().replace(".safetensors", ""))
          .map(name -> name.startsWith("step-") ? "" + Long.parseLong(name.substring(5)) : name)
          .sorted(
              (a, b) ->
                  a.length() != b.length()
                      ? (a.equals("best") ? -1 : b.equals("best") ? 1 : a.length() - b.length())
                      : a.compareTo(b))
          .toList();
    }
  }
}
