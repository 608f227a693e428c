package org.caracal.core.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.training.Callbacks;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ResumeTest {
  private static final int EPOCHS = 3;
  private static final long STEPS = EPOCHS * SmallJob.STEPS_PER_EPOCH;

  @TempDir Path folder;

  /** As if nothing had happened: variables, slots, early stopping, and what listeners see. */
  @Test
  void fromAnyStepOnEverythingIsTheSame() {
    var whole = folder.resolve("whole");
    var runs = TestRuns.onTwoBackends();
    var all = runs.events.record(Topics.PREFIX + "step/*", Topics.PREFIX + "epoch/*");
    var expectedResult = runs.train(SmallJob.of(EPOCHS), TestRuns.saving(whole));
    var expected = SmallJob.last(whole);
    assertEquals(STEPS, expected.step());
    for (var step = 1L; step < STEPS; step++) {
      var what = "stopped after step " + step;
      var part = folder.resolve("part " + step);
      var again = TestRuns.onTwoBackends();
      var events = again.events.record(Topics.PREFIX + "step/*", Topics.PREFIX + "epoch/*");
      var stopped = SmallJob.trainUpTo(step, again, SmallJob.of(EPOCHS), TestRuns.saving(part));
      assertEquals(Run.State.STOPPED, stopped.state(), what);
      assertEquals(step, SmallJob.last(part).step(), what);
      var result = again.train(SmallJob.of(EPOCHS), TestRuns.resuming(part, part));
      assertEquals(Run.State.FINISHED, result.state(), what);
      assertEquals(STEPS, result.steps(), what);
      assertEquals(expectedResult.metrics(), result.metrics(), what);
      SameState.check(expected, SmallJob.last(part), what);
      assertEquals(told(all), told(events), what);
    }
  }

  /** Topics, steps, losses and metrics, but no times. */
  private static List<Map<String, Object>> told(List<org.osgi.service.event.Event> events) {
    var told = new ArrayList<Map<String, Object>>();
    for (var event : events) {
      var properties = new java.util.TreeMap<String, Object>();
      for (var name : event.getPropertyNames()) {
        if (!List.of(Properties.RUN, Properties.NANOSECONDS).contains(name)) {
          properties.put(name, event.getProperty(name));
        }
      }
      told.add(properties);
    }
    return told;
  }

  @Test
  void onAnotherBackendToo() {
    var runs = TestRuns.onTwoBackends();
    runs.train(SmallJob.of(EPOCHS), TestRuns.saving(folder.resolve("whole")));
    SmallJob.trainUpTo(8, runs, SmallJob.of(EPOCHS), TestRuns.saving(folder.resolve("part")));
    runs.backends.remove(runs.backends.candidates().get(0).registered());
    var from = TestRuns.resuming(folder.resolve("part"), folder.resolve("rest"));
    assertEquals("second", runs.train(SmallJob.of(EPOCHS), from).backend().name());
    SameState.check(
        SmallJob.last(folder.resolve("whole")), SmallJob.last(folder.resolve("rest")), "");
  }

  /** A longer job goes on where a shorter one ended. */
  @Test
  void withMoreEpochs() {
    var runs = TestRuns.onTwoBackends();
    runs.train(SmallJob.of(1), TestRuns.saving(folder));
    assertEquals(6, SmallJob.last(folder).step());
    var result = runs.train(SmallJob.of(2), TestRuns.resuming(folder, folder));
    assertEquals(12, result.steps());
  }

  @Test
  void whatHasFinishedStaysFinished() {
    var runs = TestRuns.onTwoBackends();
    runs.train(SmallJob.of(2), TestRuns.saving(folder));
    var events = runs.events.record(Topics.STEP_FINISHED);
    var result = runs.train(SmallJob.of(2), TestRuns.resuming(folder, folder));
    assertEquals(Run.State.FINISHED, result.state());
    assertEquals(12, result.steps());
    assertEquals(List.of(), events);
  }

  @Test
  void aCheckpointOfAnotherModelIsRefused() {
    var runs = TestRuns.onTwoBackends();
    runs.train(SmallJob.of(1), TestRuns.saving(folder));
    var result = TestRuns.end(runs.start(TestRuns.digits(1), TestRuns.resuming(folder, folder)));
    assertEquals(Run.State.FAILED, result.state());
    var message = result.failure().orElseThrow().getMessage();
    assertTrue(result.failure().get() instanceof DataException, message);
    assertTrue(message.contains("dense_1/kernel should be float32[64, 24], not"), message);
    assertEquals(6, SmallJob.last(folder).step(), "what was there stays");
  }

  @Test
  void theBestIsThatOfTheBestEpoch() throws Exception {
    var losses = new ArrayList<Double>();
    var runs = TestRuns.onTwoBackends();
    runs.events.handle(event -> losses.add(validationLoss(event)), Topics.EPOCH_FINISHED);
    runs.train(overfitting(9, 100), TestRuns.saving(folder));
    var best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
    assertTrue(best < losses.size() - 1, () -> "the last one should not be the best: " + losses);
    var saved = SmallJob.last(folder.resolve("best.safetensors"));
    assertEquals((best + 1L) * SmallJob.STEPS_PER_EPOCH, saved.step());
    assertTrue(Files.exists(folder.resolve("step-000000000054.safetensors")));
  }

  @Test
  void withoutImprovementTheRunEnds() {
    var losses = new ArrayList<Double>();
    var runs = TestRuns.onTwoBackends();
    runs.events.handle(event -> losses.add(validationLoss(event)), Topics.EPOCH_FINISHED);
    var result = runs.train(overfitting(100, 2), TestRuns.saving(folder));
    assertEquals(Run.State.FINISHED, result.state());
    var best = losses.indexOf(losses.stream().min(Double::compare).orElseThrow());
    assertEquals(best + 3, losses.size(), () -> "epochs: " + losses);
    assertEquals(losses.size() * (long) SmallJob.STEPS_PER_EPOCH, result.steps());
  }

  private static Double validationLoss(org.osgi.service.event.Event event) {
    return (Double) ((Map<?, ?>) event.getProperty(Properties.METRICS)).get("validation.loss");
  }

  /** A learning rate at which the loss goes up again. */
  private static Job overfitting(int epochs, int patience) {
    var job =
        TestRuns.withPhase(
            SmallJob.of(epochs),
            phase ->
                new org.caracal.training.PhaseSpec(
                    phase.name(),
                    phase.losses(),
                    org.caracal.plugin.PluginSpec.of("sgd", Map.of("learningRate", 0.08)),
                    phase.schedule(),
                    phase.parameters()));
    return TestRuns.withCallbacks(
        job,
        new Callbacks(
            java.util.Optional.of(new Callbacks.EarlyStopping("loss", patience, 0)),
            java.util.Optional.empty(),
            Callbacks.NanGuard.STOP));
  }
}
