package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Supplier;
import java.util.logging.Level;
import java.util.logging.Logger;
import org.caracal.PluginException;
import org.caracal.core.checkpoint.Snapshot;
import org.caracal.core.reference.ReferenceBackend;
import org.caracal.core.training.FaultyBackend.Fault;
import org.caracal.event.Topics;
import org.caracal.training.Run;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/** A backend that fails at any moment and in any way changes nothing of what comes out. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FallbackTest {
  private static final int EPOCHS = 2;
  private static final long STEPS = EPOCHS * SmallJob.STEPS_PER_EPOCH;

  private static final Logger LOGGER = Logger.getLogger("org.caracal");

  private Path shared;
  private Snapshot expected;

  @BeforeAll
  void train(@TempDir Path temporary) {
    shared = temporary;
    LOGGER.setLevel(Level.OFF); // hundreds of stack traces, all of them wanted
    var folder = shared.resolve("expected");
    TestRuns.onTwoBackends().train(SmallJob.of(EPOCHS), TestRuns.saving(folder));
    expected = SmallJob.last(folder);
  }

  @AfterAll
  static void logAgain() {
    LOGGER.setLevel(null);
  }

  @ParameterizedTest
  @CsvSource({"RUN, false", "RUN, true", "LOSS, true"})
  void inTheMiddleOfAnyStep(Fault fault, boolean opaque) throws Exception {
    var failures = 0;
    for (var call = 0; ; call += 29) {
      var backend = new FaultyBackend(opaque, fault, call, () -> new ArithmeticException("oops"));
      train(backend, fault + " in kernel call " + call);
      if (!backend.hasFailed()) {
        break;
      }
      failures++;
    }
    assertTrue(failures > 6, "failures: " + failures);
  }

  @ParameterizedTest
  @CsvSource({"OPEN, 1", "ALLOCATE, 1000", "COMPILE, 1000"})
  void beforeAndBetweenSteps(Fault fault, int most) throws Exception {
    var failures = 0;
    for (var call = 0; call < most; call += 29) {
      var backend = new FaultyBackend(true, fault, call, () -> new ArithmeticException("oops"));
      train(backend, fault + " in call " + call);
      if (!backend.hasFailed()) {
        break;
      }
      failures++;
    }
    assertTrue(failures > 0);
  }

  private static List<Supplier<Throwable>> failures() {
    return List.of(
        () -> new IllegalArgumentException("bad"),
        () -> new NullPointerException(),
        () -> new UnsatisfiedLinkError("library is gone"),
        () -> new NoClassDefFoundError("bundle is gone"),
        () -> new OutOfMemoryError("test"),
        () -> new StackOverflowError("test"),
        () -> new AssertionError("test"),
        () -> new PluginException("test"));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void whateverItThrows(Supplier<Throwable> failure) throws Exception {
    train(new FaultyBackend(true, Fault.RUN, 100, failure), failure.get().toString());
    train(new FaultyBackend(true, Fault.OPEN, 0, failure), failure.get().toString());
    train(new FaultyBackend(true, Fault.COMPILE, 20, failure), failure.get().toString());
  }

  private void train(FaultyBackend backend, String what) throws Exception {
    var folder = Files.createTempDirectory(shared, "run");
    var runs = new TestRuns();
    runs.register("faulty", backend, 2);
    runs.register("good", new ReferenceBackend(), 1);
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var epochs = runs.events.record(Topics.EPOCH_FINISHED);
    var result = runs.train(SmallJob.of(EPOCHS), TestRuns.saving(folder));
    assertEquals(SmallJob.upTo(STEPS), SmallJob.steps(steps), what);
    assertEquals(List.of(6L, 12L), SmallJob.steps(epochs), what);
    assertEquals(backend.hasFailed() ? "good" : "faulty", result.backend().name(), what);
    if (backend.hasFailed()) {
      assertTrue(result.backend().reason().contains("faulty failed"), result.backend()::reason);
    }
    assertEquals(0, backend.open(), what + ": open sessions and buffers");
    SameState.check(expected, SmallJob.last(folder), what);
  }

  @Test
  void withoutAnotherOneTheRunFailsAndKeepsItsLastGoodStep() throws Exception {
    var folder = Files.createTempDirectory(shared, "run");
    var runs = new TestRuns();
    // a kernel of the forward pass; if updates fail, the last good state is the last save point
    var backend = new FaultyBackend(false, Fault.RUN, 199, () -> new ArithmeticException("oops"));
    runs.register("faulty", backend, 2);
    var steps = runs.events.record(Topics.STEP_FINISHED);
    var result = TestRuns.end(runs.start(SmallJob.of(EPOCHS), TestRuns.saving(folder)));
    assertEquals(Run.State.FAILED, result.state());
    var message = result.failure().orElseThrow().getMessage();
    assertTrue(message.contains("bundle test.faulty 1.0.0"), message);
    assertTrue(message.contains("no other backend"), message);
    assertTrue(message.contains("oops"), message);
    var last = SmallJob.last(folder);
    assertEquals(steps.size(), last.step());
    runs.register("good", new ReferenceBackend(), 1);
    runs.train(SmallJob.of(EPOCHS), TestRuns.resuming(folder, folder));
    assertEquals(SmallJob.upTo(STEPS), SmallJob.steps(steps));
    SameState.check(expected, SmallJob.last(folder), "resumed");
  }
}
