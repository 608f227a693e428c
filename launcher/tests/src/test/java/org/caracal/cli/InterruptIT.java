package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/**
 * Runs that are interrupted or killed, and resumed, end with the very bits of one that was left
 * alone.
 */
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "it sends signals")
class InterruptIT {
  private static final int ROUNDS = Integer.getInteger("crash.rounds", 5);

  @TempDir Path folder;

  private Caracal caracal() {
    return new Caracal(folder);
  }

  /** Some seconds of training with small steps, so that a moment within it can be hit. */
  private static String[] train(int epochs, String... more) {
    var arguments =
        new ArrayList<>(
            List.of(
                "train",
                Caracal.DIGITS,
                "--set=training.batchSize=4",
                "--backend=java",
                "--epochs=" + epochs));
    arguments.addAll(List.of(more));
    return arguments.toArray(String[]::new);
  }

  private Path newest(String checkpoints) throws IOException {
    try (var files = Files.list(folder.resolve(checkpoints))) {
      return files
          .filter(file -> file.getFileName().toString().startsWith("step-"))
          .max(Path::compareTo)
          .orElseThrow();
    }
  }

  /** The same step, and the same bits of all parameters and of what the optimizer remembers. */
  private void assertSameEnd() throws IOException {
    var whole = newest("whole");
    var parts = newest("parts");
    assertEquals(whole.getFileName(), parts.getFileName());
    assertEquals(Safetensors.read(whole), Safetensors.read(parts));
  }

  @Test
  void ctrlCSavesAndResumingGoesOnBitForBit() throws IOException {
    assertEquals(0, caracal().run(train(6, "--checkpoint=whole")).code());
    var run = caracal().start("", train(6, "--checkpoint=parts", "--json"));
    run.awaitText("\"event\":\"epoch\"");
    Caracal.sleep(50);
    run.interrupt();
    var interrupted = Caracal.await(run);
    assertEquals(130, interrupted.code(), interrupted.err());
    var events = interrupted.events();
    var last = events.get(events.size() - 1);
    assertEquals("finished", last.get("event"));
    assertEquals("STOPPED", last.get("state"));
    assertEquals(last.get("checkpoint").toString(), newest("parts").toString());
    var resumed = caracal().run(train(6, "--resume=parts"));
    assertEquals(0, resumed.code(), resumed.err());
    assertTrue(resumed.out().contains("resumed after step "), resumed.out());
    assertSameEnd();
  }

  @Test
  void ctrlCWithoutAFolderSaysThatNothingIsSaved() {
    var run = caracal().start("", train(1000));
    run.awaitText("epoch ");
    run.interrupt();
    var interrupted = Caracal.await(run);
    assertEquals(130, interrupted.code(), interrupted.err());
    assertTrue(
        interrupted.err().contains("nothing was saved; --checkpoint DIR"), interrupted.err());
    assertTrue(interrupted.out().contains("stopped after step "), interrupted.out());
  }

  @Test
  void killedAgainAndAgainItEndsWithTheSameBits() throws Exception {
    var epochs = 4 * ROUNDS;
    assertEquals(0, caracal().run(train(epochs, "--checkpoint=whole")).code());
    var random = new Random(42);
    var kills = 0;
    for (var round = 0; round < ROUNDS; round++) {
      var where = round == 0 ? "--checkpoint=parts" : "--resume=parts";
      var run = caracal().start("", train(epochs, where, "--json"));
      run.awaitText("\"event\":\"checkpoint\"");
      run.process().waitFor(random.nextInt(400), TimeUnit.MILLISECONDS);
      if (run.process().isAlive()) {
        run.process().destroyForcibly().waitFor();
        kills++;
      }
    }
    assertTrue(kills > 0, "the run was always faster than the killer");
    var end = caracal().run(train(epochs, "--resume=parts"));
    assertEquals(0, end.code(), end.err());
    assertSameEnd();
  }
}
