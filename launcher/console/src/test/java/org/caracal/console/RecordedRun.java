package org.caracal.console;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.CaracalException;
import org.caracal.array.Shape;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.model.ModelSpec;
import org.caracal.plugin.PluginSpec;
import org.caracal.training.DataSpec;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunResult;
import org.caracal.training.TrainingSpec;
import org.osgi.service.event.Event;

/** The events of a run of 3 epochs with 100 steps of 32 examples each, as the engine sends them. */
final class RecordedRun {
  static final Run.BackendChoice BACKEND =
      new Run.BackendChoice("java", "pure Java, 2 threads", "the only usable backend");

  private RecordedRun() {}

  static Job job(double testShare, double validationShare) {
    return new Job(
        "digits-mlp",
        42,
        ModelSpec.sequential("digits-mlp", "pixels", Shape.of(64)).layer("relu").build(),
        DataSpec.of(PluginSpec.of("digits")).split(testShare, validationShare),
        TrainingSpec.of(
            3, 32, PluginSpec.of("cross-entropy"), "label", PluginSpec.of("sgd"), List.of()),
        Path.of("/specs"));
  }

  static Event started(long step) {
    return event(
        Topics.RUN_STARTED,
        Map.of(
            Properties.BACKEND,
            BACKEND.name(),
            Properties.REASON,
            BACKEND.reason(),
            Properties.DESCRIPTION,
            BACKEND.description(),
            Properties.EPOCHS,
            3,
            Properties.STEPS_PER_EPOCH,
            100L,
            Properties.STEP,
            step));
  }

  static Event epochStarted(int epoch) {
    return event(
        Topics.EPOCH_STARTED,
        Map.of(Properties.EPOCH, epoch, Properties.EPOCHS, 3, Properties.STEP, (epoch - 1) * 100L));
  }

  static Event step(long step, double loss) {
    return event(
        Topics.STEP_FINISHED,
        Map.of(
            Properties.EPOCH,
            (int) ((step - 1) / 100 + 1),
            Properties.STEP,
            step,
            Properties.LOSS,
            loss,
            Properties.EXAMPLES,
            32,
            Properties.NANOSECONDS,
            1_000_000L,
            Properties.METRICS,
            Map.of("loss", loss, "accuracy", 0.5)));
  }

  static Event epochFinished(int epoch) {
    return event(
        Topics.EPOCH_FINISHED,
        Map.of(
            Properties.EPOCH,
            epoch,
            Properties.EPOCHS,
            3,
            Properties.STEP,
            epoch * 100L,
            Properties.EXAMPLES,
            3200,
            Properties.METRICS,
            Map.of(
                "loss",
                0.25,
                "accuracy",
                0.75,
                "validation.loss",
                0.3,
                "validation.accuracy",
                0.7)));
  }

  static Event paused(long step) {
    return event(Topics.RUN_PAUSED, Map.of(Properties.STEP, step));
  }

  static Event resumed(long step) {
    return event(Topics.RUN_RESUMED, Map.of(Properties.STEP, step));
  }

  static Event swapped(long step) {
    return event(
        Topics.BACKEND_SWAPPED,
        Map.of(
            Properties.STEP,
            step,
            Properties.FROM,
            "native",
            Properties.TO,
            "java",
            Properties.REASON,
            "native is leaving",
            Properties.NANOSECONDS,
            12_300_000L));
  }

  static Event saved(long step) {
    return event(Topics.CHECKPOINT_SAVED, Map.of(Properties.STEP, step, Properties.PATH, "/c/s"));
  }

  static RunResult result(Run.State state, Map<String, Double> metrics) {
    return result(state, metrics, Optional.empty());
  }

  static RunResult result(
      Run.State state, Map<String, Double> metrics, Optional<CaracalException> failure) {
    return new RunResult(
        state,
        300,
        1.5,
        200,
        metrics,
        BACKEND,
        Optional.of(Path.of("/c/step-300")),
        failure,
        List.of());
  }

  private static Event event(String topic, Map<String, ?> properties) {
    var all = new HashMap<String, Object>(properties);
    all.put(Properties.RUN, "run-1");
    all.put(Properties.MODEL, "digits-mlp");
    return new Event(topic, all);
  }
}
