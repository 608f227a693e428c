package org.caracal.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.caracal.DataException;
import org.caracal.core.file.AtomicFile;
import org.caracal.core.file.Safetensors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two checkpoints; something happens to the newer one. */
class CheckpointDamageTest {
  /** The reader of safetensors is tested at every byte; here every third will do. */
  private static final int STRIDE = 3;

  @TempDir Path folder;
  private Path newer;
  private byte[] bytes;
  private Warnings warnings;

  @BeforeEach
  void save() throws IOException {
    var store = new CheckpointStore(folder);
    store.save(Snapshots.of(1), false);
    newer = store.save(Snapshots.of(2), false);
    bytes = Files.readAllBytes(newer);
    warnings = new Warnings();
  }

  @AfterEach
  void unhook() {
    warnings.close();
  }

  @Test
  void undamagedTheNewerOneIsTaken() {
    assertEquals(2, CheckpointStore.load(folder).step());
    assertEquals(List.of(), warnings.messages());
  }

  @Test
  void truncatedAnywhereItIsPassedOver() throws IOException {
    for (var length = 0; length < bytes.length; length += STRIDE) {
      Files.write(newer, Arrays.copyOf(bytes, length));
      expectTheOlder("truncated to " + length);
    }
  }

  /** Only bits that mean nothing may change unseen: blanks, escapes, how truth is written. */
  @Test
  void changedAnywhereItIsPassedOverOrRight() throws IOException {
    var random = new Random(5);
    var unseen = 0;
    for (var at = 0; at < bytes.length; at += STRIDE) {
      var damaged = bytes.clone();
      damaged[at] ^= (byte) (1 << random.nextInt(8));
      Files.write(newer, damaged);
      if (CheckpointStore.load(folder).step() == 2) {
        assertTrue(Snapshots.isIntact(CheckpointStore.load(folder)), "byte " + at);
        unseen++;
      } else {
        expectTheOlder("byte " + at);
      }
    }
    assertTrue(unseen < 10, unseen + " changes unseen");
  }

  @Test
  void replacedByAnythingItIsPassedOver() throws IOException {
    var foreign = new Safetensors(Map.of("format", "pt"), Snapshots.of(9).tensors()).encode();
    AtomicFile.write(newer, foreign);
    expectTheOlder("of others");
    var random = new byte[bytes.length];
    new Random(1).nextBytes(random);
    Files.write(newer, random);
    expectTheOlder("random bytes");
    Files.delete(newer);
    Files.createDirectory(newer);
    expectTheOlder("a folder");
  }

  /**
   * A valid checksum over numbers that make no sense: nobody's accident, but no reason to crash.
   */
  @Test
  void nonsenseWithAChecksumIsPassedOver() throws IOException {
    for (var entry :
        List.of(
            Map.entry("caracal.step", "many"),
            Map.entry("caracal.meta", "null"),
            Map.entry("caracal.meta", "[1]"),
            Map.entry("caracal.sha256", "0"))) {
      var metadata = new java.util.TreeMap<>(content().metadata());
      metadata.put(entry.getKey(), entry.getValue());
      if (!entry.getKey().equals("caracal.sha256")) {
        metadata.put(
            "caracal.sha256",
            CheckpointFile.checksum(
                metadata.get("caracal.step"), metadata.get("caracal.meta"), content().tensors()));
      }
      AtomicFile.write(newer, new Safetensors(metadata, content().tensors()).encode());
      expectTheOlder(entry.toString());
      Files.write(newer, bytes);
    }
  }

  private Safetensors content() {
    return Safetensors.decode("x", ByteBuffer.wrap(bytes));
  }

  /** Whatever a killed process leaves behind, however far it came. */
  @Test
  void unfinishedFilesAreNoCheckpoints() throws IOException {
    var unfinished = folder.resolve(AtomicFile.UNFINISHED + newer.getFileName() + "-12345");
    Files.delete(newer);
    for (var length = 0; length <= bytes.length; length += STRIDE) {
      Files.write(unfinished, Arrays.copyOf(bytes, length));
      assertEquals(1, CheckpointStore.load(folder).step());
    }
    var store = new CheckpointStore(folder);
    store.prepare();
    assertTrue(Files.notExists(unfinished), "what was left is removed by the next run");
    store.save(Snapshots.of(3), true);
    assertEquals(3, CheckpointStore.load(folder).step());
  }

  @Test
  void theBestIsTheLastResort() throws IOException {
    new CheckpointStore(folder).save(Snapshots.of(3), true);
    for (var step = 1; step <= 3; step++) {
      var file = folder.resolve("step-00000000000" + step + ".safetensors");
      Files.delete(file);
      Files.write(file, Arrays.copyOf(bytes, 100));
    }
    assertEquals(3, CheckpointStore.load(folder).step());
    assertEquals(3, warnings.messages().size());
  }

  @Test
  void withoutAValidOneEachIsExplained() throws IOException {
    Files.write(newer, Arrays.copyOf(bytes, 100));
    Files.write(folder.resolve("step-000000000001.safetensors"), new byte[0]);
    var failure = assertThrows(DataException.class, () -> CheckpointStore.load(folder));
    for (var text : List.of("step-000000000001", "step-000000000002", "truncated")) {
      assertTrue(failure.getMessage().contains(text), failure::getMessage);
    }
    failure = assertThrows(DataException.class, () -> CheckpointStore.load(newer));
    assertTrue(failure.getMessage().contains(newer.toString()), failure::getMessage);
  }

  private void expectTheOlder(String what) {
    warnings.messages().clear();
    var loaded = CheckpointStore.load(folder);
    assertEquals(1, loaded.step(), what);
    assertTrue(Snapshots.isIntact(loaded), what);
    assertEquals(1, warnings.messages().size(), what);
    var warning = warnings.messages().get(0);
    assertTrue(warning.contains(newer.toString()), warning);
    assertTrue(warning.contains("falling back to step-000000000001.safetensors"), warning);
  }
}
