package org.caracal.core.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A process that does nothing but save is killed at random moments. */
class KilledWriterTest {
  private static final int ROUNDS = 4;

  @Test
  @Timeout(120)
  void whatWasSavedIsNeverLost(@TempDir Path folder) throws Exception {
    var random = new Random(3);
    long saved = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var process = start(folder, saved);
      try (var lines =
          new BufferedReader(
              new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
        for (var i = 0; i < 20; i++) {
          saved = Long.parseLong(lines.readLine());
        }
        TimeUnit.MICROSECONDS.sleep(random.nextInt(20_000));
        process.toHandle().destroyForcibly(); // that of the process would close our end, too
        process.waitFor();
        for (var line = lines.readLine(); line != null; line = lines.readLine()) {
          saved = Long.parseLong(line);
        }
      }
      for (var path : List.of(folder, folder.resolve("best.safetensors"))) {
        var loaded = CheckpointStore.load(path);
        assertTrue(Snapshots.isIntact(loaded), () -> path + " after a kill");
        assertTrue(loaded.step() >= saved, "step " + loaded.step() + " after " + saved);
      }
      saved = CheckpointStore.load(folder).step();
    }
    new CheckpointStore(folder).prepare();
    try (var files = Files.list(folder)) {
      assertEquals(List.of(), files.filter(KilledWriterTest::isUnfinished).toList());
    }
  }

  private static boolean isUnfinished(Path file) {
    return file.getFileName().toString().startsWith(".");
  }

  private static Process start(Path folder, long step) throws IOException {
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    return new ProcessBuilder(
            java.toString(),
            "-Xshare:auto",
            "-XX:TieredStopAtLevel=1",
            "-cp",
            System.getProperty("java.class.path"),
            Writer.class.getName(),
            folder.toString(),
            Long.toString(step))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** What is killed: tells each step after it was saved. */
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      var store = new CheckpointStore(Path.of(arguments[0]));
      store.prepare();
      for (var step = Long.parseLong(arguments[1]) + 1; ; step++) {
        store.save(Snapshots.of(step, 20_000), true);
        System.out.println(step);
      }
    }
  }
}
