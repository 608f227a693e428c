package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What others ask of a run, from its own thread and from others. */
@Timeout(120)
class ControlTest {
  @TempDir Path folder;

  private final TestRuns runs = TestRuns.onTwoBackends();

  @Test
  void aPausedRunDoesNothingUntilItIsResumed() throws InterruptedException {
    var run = new CompletableFuture<Run>();
    var topics = Collections.synchronizedList(new ArrayList<String>());
    runs.events.handle(
        event -> {
          topics.add(event.getTopic().substring(Topics.PREFIX.length()));
          if (event.getTopic().equals(Topics.STEP_FINISHED)
              && event.getProperty(Properties.STEP).equals(4L)) {
            run.join().pause();
          }
        },
        Topics.PREFIX + "run/*",
        Topics.PREFIX + "epoch/*",
        Topics.PREFIX + "step/*",
        Topics.PREFIX + "backend/*",
        Topics.PREFIX + "checkpoint/*");
    run.complete(runs.start(SmallJob.of(1), TestRuns.saving(folder)));
    SwapTest.await(run.join(), Run.State.PAUSED);
    Thread.sleep(50);
    assertEquals(4, run.join().step());
    run.join().useBackend("second");
    Thread.sleep(50);
    assertEquals(Run.State.PAUSED, run.join().state());
    run.join().resume();
    var result = TestRuns.finish(run.join());
    assertEquals(6, result.steps());
    assertEquals("second", result.backend().name());
    assertEquals(
        List.of(
            "run/STARTED",
            "epoch/STARTED",
            "step/FINISHED",
            "step/FINISHED",
            "step/FINISHED",
            "step/FINISHED",
            "run/PAUSED",
            "backend/SWAPPED",
            "run/RESUMED",
            "step/FINISHED",
            "step/FINISHED",
            "epoch/FINISHED",
            "checkpoint/SAVED",
            "run/FINISHED"),
        topics);
  }

  @Test
  void aPauseChangesNothingOfWhatComesOut() {
    runs.train(SmallJob.of(2), TestRuns.saving(folder.resolve("whole")));
    var run = new CompletableFuture<Run>();
    runs.events.handle(
        event -> {
          run.join().pause();
          run.join().resume();
          if ((Long) event.getProperty(Properties.STEP) % 3 == 0) {
            run.join().pause();
            new Thread(() -> run.join().resume()).start();
          }
        },
        Topics.STEP_FINISHED);
    run.complete(runs.start(SmallJob.of(2), TestRuns.saving(folder.resolve("paused"))));
    TestRuns.finish(run.join());
    SameState.check(
        SmallJob.last(folder.resolve("whole")), SmallJob.last(folder.resolve("paused")), "");
  }

  @Test
  void aPausedRunCanBeStopped() throws InterruptedException {
    var run = runs.start(SmallJob.of(1_000), TestRuns.saving(folder));
    run.pause();
    SwapTest.await(run, Run.State.PAUSED);
    run.stop();
    var result = TestRuns.finish(run);
    assertEquals(Run.State.STOPPED, result.state());
    assertEquals(result.steps(), SmallJob.last(folder).step());
    assertEquals(result.checkpoint().orElseThrow().getParent(), folder);
  }

  @Test
  void stoppingBeforeTheFirstStepSavesTheFirstValues() {
    var run = runs.start(SmallJob.of(5), TestRuns.saving(folder));
    run.stop();
    run.stop();
    var result = TestRuns.finish(run);
    assertEquals(Run.State.STOPPED, result.state());
    assertEquals(result.steps(), SmallJob.last(folder).step());
  }

  @Test
  void requestsAfterTheEndAreHarmless() {
    var run = runs.start(SmallJob.of(1), TestRuns.options());
    TestRuns.finish(run);
    run.pause();
    run.resume();
    run.stop();
    run.useBackend("second");
    assertEquals(Run.State.FINISHED, run.state());
    assertEquals(6, run.step());
  }

  @Test
  void unknownBackendsAreRefusedAtOnce() {
    var run = runs.start(SmallJob.of(1), TestRuns.options());
    var failure = assertThrows(SpecException.class, () -> run.useBackend("third"));
    assertTrue(failure.getMessage().contains("first or second"), failure::getMessage);
    TestRuns.finish(run);
  }

  @Test
  void zeroEpochsAreNoFailure() {
    var result = runs.train(SmallJob.of(0), TestRuns.saving(folder));
    assertEquals(Run.State.FINISHED, result.state());
    assertEquals(0, result.steps());
    assertNotNull(result.metrics().get("loss"));
  }

  /** The disk goes away in the middle of the run. */
  @Test
  void aCheckpointThatCannotBeWrittenFailsTheRunAndSaysWhy() throws IOException {
    var checkpoints = folder.resolve("checkpoints");
    runs.events.handle(
        event -> {
          if (event.getProperty(Properties.STEP).equals(8L)) {
            replaceByAFile(checkpoints);
          }
        },
        Topics.STEP_FINISHED);
    var result = TestRuns.end(runs.start(SmallJob.of(3), TestRuns.saving(checkpoints)));
    assertEquals(Run.State.FAILED, result.state());
    assertTrue(result.failure().orElseThrow() instanceof DataException);
    var message = result.failure().get().getMessage();
    assertTrue(message.contains("the checkpoint folder " + checkpoints), message);
    assertEquals(12, result.steps());
  }

  private static void replaceByAFile(Path checkpoints) {
    try (var files = Files.list(checkpoints)) {
      for (var file : files.toList()) {
        Files.delete(file);
      }
      Files.delete(checkpoints);
      Files.createFile(checkpoints);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  @Test
  void aFolderThatCannotBeWrittenIsReportedBeforeTheFirstStep() throws IOException {
    var file = Files.createFile(folder.resolve("file"));
    var steps = runs.events.record(Topics.STEP_FINISHED);
    for (var path : List.of(file, file.resolve("below"))) {
      var result = TestRuns.end(runs.start(SmallJob.of(1), TestRuns.saving(path)));
      assertTrue(result.failure().orElseThrow() instanceof DataException);
    }
    assertEquals(List.of(), steps);
  }

  /** A source that never returns: the run can be stopped all the same, and is saved. */
  @Test
  void aRunWhoseDataHangsCanBeStopped() throws InterruptedException {
    var release = new CountDownLatch(1);
    var reached = new CountDownLatch(1);
    runs.plugins.with(PluginKind.DATA_SOURCE, "hanging", new Hanging(reached, release));
    var job = SmallJob.of(2);
    var data =
        new DataSpec(
            PluginSpec.of("hanging"),
            job.data().validation(),
            job.data().test(),
            0,
            0,
            List.of(),
            false);
    var hanging =
        new Job(job.name(), job.seed(), job.model(), data, job.training(), job.directory());
    var run = runs.start(hanging, TestRuns.saving(folder));
    reached.await();
    while (run.step() < 2) { // the batches before the one that hangs
      Thread.sleep(5);
    }
    run.stop();
    var result = TestRuns.finish(run);
    release.countDown();
    assertEquals(Run.State.STOPPED, result.state());
    assertEquals(2, SmallJob.last(folder).step());
  }

  /** The line, whose 20th example takes for ever. */
  private static final class Hanging implements DataSource<NoOptions>, Dataset {
    private final Dataset line = new TrainingPlugins.Line().open(new NoOptions(), Path.of(""));
    private final CountDownLatch reached;
    private final CountDownLatch release;

    Hanging(CountDownLatch reached, CountDownLatch release) {
      this.reached = reached;
      this.release = release;
    }

    @Override
    public Class<NoOptions> optionsType() {
      return NoOptions.class;
    }

    @Override
    public Dataset open(NoOptions options, Path directory) {
      return this;
    }

    @Override
    public int size() {
      return line.size();
    }

    @Override
    public List<Feature> features() {
      return line.features();
    }

    @Override
    public void read(int feature, int example, NdArray batch, int row) {
      if (example == 19) {
        reached.countDown();
        while (release.getCount() > 0) {
          try {
            release.await();
          } catch (InterruptedException e) {
            // it does not care
          }
        }
      }
      line.read(feature, example, batch, row);
    }
  }

  /** What listeners do to the thread of the run stays without effect. */
  @Test
  void interruptsMeanNothing() {
    runs.events.handle(event -> Thread.currentThread().interrupt(), Topics.PREFIX + "*");
    var result = runs.train(SmallJob.of(3), TestRuns.saving(folder));
    assertEquals(18, result.steps());
    assertEquals(18, SmallJob.last(folder).step());
  }

  @Test
  void noThreadIsLeftBehind() throws InterruptedException {
    for (var i = 0; i < 3; i++) {
      TestRuns.finish(runs.start(SmallJob.of(1), TestRuns.options()));
    }
    for (var attempt = 0; attempt < 400 && !threads().isEmpty(); attempt++) {
      Thread.sleep(10);
    }
    assertEquals(List.of(), threads());
  }

  private static List<String> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .map(Thread::getName)
        .filter(name -> name.startsWith("caracal-"))
        .toList();
  }
}
