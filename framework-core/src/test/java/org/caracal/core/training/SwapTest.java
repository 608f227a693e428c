package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.caracal.backend.Execution;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SwapTest {
  private static final int EPOCHS = 5;
  private static final long STEPS = EPOCHS * SmallJob.STEPS_PER_EPOCH;

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"10, false", "10, true", "1, false", "1, true", "7, true"})
  void noStepIsLostOrRepeated(long every, boolean opaque) {
    var expected = folder.resolve("expected");
    TestRuns.onTwoBackends().train(SmallJob.of(EPOCHS), TestRuns.saving(expected));
    var runs = new TestRuns();
    var backends = List.of(new FaultyBackend(opaque), new FaultyBackend(opaque));
    runs.register("first", backends.get(0), 2);
    runs.register("second", backends.get(1), 1);
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var swaps = runs.events.record(Topics.BACKEND_SWAPPED);
    var options =
        new RunOptions(
            RunOptions.AUTO, 1, Optional.of(folder.resolve("swapped")), Optional.empty(), every);
    runs.train(SmallJob.of(EPOCHS), options);
    assertEquals(SmallJob.upTo(STEPS), SmallJob.steps(steps));
    SameState.check(
        SmallJob.last(expected), SmallJob.last(folder.resolve("swapped")), "after swaps");
    assertEquals(
        LongStream.rangeClosed(1, STEPS).filter(step -> step % every == 0).boxed().toList(),
        SmallJob.steps(swaps).stream().map(step -> step).toList());
    for (var i = 0; i < swaps.size(); i++) {
      assertEquals(i % 2 == 0 ? "first" : "second", swaps.get(i).getProperty(Properties.FROM));
      assertEquals(i % 2 == 0 ? "second" : "first", swaps.get(i).getProperty(Properties.TO));
      assertEquals("every " + every + " steps", swaps.get(i).getProperty(Properties.REASON));
    }
    backends.forEach(backend -> assertEquals(0, backend.open(), "open sessions and buffers"));
  }

  @Test
  void allBackendsComputeInTheSameWay() {
    var runs = new TestRuns();
    var backends = List.of(new FaultyBackend(false), new FaultyBackend(false));
    runs.register("first", backends.get(0), 2);
    runs.register("second", backends.get(1), 1);
    var options =
        new RunOptions(RunOptions.AUTO, 2, Optional.empty(), Optional.empty(), 4, false, true);
    runs.train(SmallJob.of(1), options);
    for (var backend : backends) {
      assertEquals(List.of(new Execution(2, true)), backend.executions());
    }
  }

  @Test
  void uponRequestFromAHandlerTheNextStepIsElsewhere() {
    var runs = TestRuns.onTwoBackends();
    var run = new CompletableFuture<Run>();
    var backends = new java.util.ArrayList<String>();
    runs.events.handle(
        event -> {
          backends.add(run.join().backend().name());
          if (event.getProperty(Properties.STEP).equals(4L)) {
            run.join().useBackend("second");
          }
        },
        Topics.STEP_FINISHED);
    run.complete(runs.start(SmallJob.of(1), TestRuns.options()));
    TestRuns.finish(run.join());
    assertEquals(List.of("first", "first", "first", "first", "second", "second"), backends);
    assertEquals("asked for by name", run.join().backend().reason());
  }

  @Test
  void theBetterBackendIsTakenWhenItArrives() {
    var runs = new TestRuns();
    runs.register("plain", new ReferenceBackend(), 1);
    runs.events.handle(
        event -> {
          if (event.getProperty(Properties.STEP).equals(3L)) {
            runs.register("better", new ReferenceBackend(), 2);
          }
        },
        Topics.STEP_FINISHED);
    var swaps = runs.events.record(Topics.BACKEND_SWAPPED);
    var result = runs.train(SmallJob.of(1), TestRuns.options());
    assertEquals("better", result.backend().name());
    assertEquals(List.of(3L), SmallJob.steps(swaps));
    assertTrue(swaps.get(0).getProperty(Properties.REASON).toString().contains("ranking"));
  }

  /** A bundle that is stopped on the training thread itself, and one that is stopped on another. */
  @ParameterizedTest
  @CsvSource({"false, false", "true, false", "false, true", "true, true"})
  void whenTheBackendLeavesTheRunGoesOnElsewhere(boolean opaque, boolean otherThread)
      throws Exception {
    var expected = folder.resolve("expected");
    TestRuns.onTwoBackends().train(SmallJob.of(2), TestRuns.saving(expected));
    var runs = new TestRuns();
    var first = new FaultyBackend(opaque);
    var candidate = runs.register("first", first, 2);
    runs.register("second", new ReferenceBackend(), 1);
    Runnable removal = () -> runs.backends.remove(candidate.registered());
    var remover = new Thread(removal);
    runs.events.handle(
        event -> {
          if (event.getProperty(Properties.STEP).equals(8L)) {
            if (otherThread) {
              remover.start();
              while (runs.backends.candidates().contains(candidate)) {
                Thread.onSpinWait();
              }
            } else {
              removal.run();
            }
          }
        },
        Topics.STEP_FINISHED);
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var swaps = runs.events.record(Topics.BACKEND_SWAPPED);
    var result = runs.train(SmallJob.of(2), TestRuns.saving(folder.resolve("moved")));
    remover.join(20_000);
    assertEquals("second", result.backend().name());
    assertEquals(0, first.open());
    assertEquals(SmallJob.upTo(12), SmallJob.steps(steps));
    assertEquals("first is leaving", swaps.get(0).getProperty(Properties.REASON));
    SameState.check(SmallJob.last(expected), SmallJob.last(folder.resolve("moved")), "");
  }

  @Test
  void withoutABackendTheRunWaitsForOne() throws Exception {
    var runs = new TestRuns();
    var only = runs.register("only", new ReferenceBackend(), 1);
    runs.events.handle(
        event -> {
          if (event.getProperty(Properties.STEP).equals(5L)) {
            runs.backends.remove(only.registered());
          }
        },
        Topics.STEP_FINISHED);
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var run = runs.start(SmallJob.of(2), TestRuns.saving(folder));
    await(run, Run.State.WAITING);
    assertEquals(5, run.step());
    runs.register("next", new ReferenceBackend(), 1);
    assertEquals("next", TestRuns.finish(run).backend().name());
    assertEquals(SmallJob.upTo(12), SmallJob.steps(steps));
  }

  @Test
  void aRunThatWaitsCanBeStopped() throws Exception {
    var runs = new TestRuns();
    var run = runs.start(SmallJob.of(2), TestRuns.saving(folder));
    await(run, Run.State.WAITING);
    run.stop();
    assertEquals(Run.State.STOPPED, TestRuns.finish(run).state());
    assertEquals(0, SmallJob.last(folder).step());
  }

  static void await(Run run, Run.State state) throws InterruptedException {
    for (var i = 0; run.state() != state && i < 4_000; i++) {
      Thread.sleep(5);
    }
    assertEquals(state, run.state());
  }
}
