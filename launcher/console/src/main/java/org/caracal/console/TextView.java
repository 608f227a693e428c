package org.caracal.console;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.LongSupplier;
import org.caracal.CaracalException;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.training.Job;
import org.caracal.training.Run;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;

/** Lines for people: a bar that moves where the output is a terminal, a line an epoch elsewhere. */
final class TextView implements RunView {
  private static final List<String> TOPICS =
      List.of(
          Topics.RUN_STARTED,
          Topics.EPOCH_STARTED,
          Topics.EPOCH_FINISHED,
          Topics.BACKEND_SWAPPED,
          Topics.RUN_PAUSED,
          Topics.RUN_RESUMED,
          Topics.LISTENER_REPORTED);

  private static final long NANOSECONDS_BETWEEN_BARS = 100_000_000;
  private static final double SMOOTHING = 0.95;
  private static final String ERASE_LINE = "\r\033[K";

  private final PrintStream out;
  private final int columns;
  private final boolean quiet;
  private final LongSupplier nanoTime;
  private final EpochClock clock = new EpochClock();
  private String judgedOn = "";
  private int epochs;
  private long stepsPerEpoch;
  private long firstStep;
  private double smoothedLoss = Double.NaN;
  private long lastBar;
  private boolean barShown;

  /**
   * A view.
   *
   * @param columns width of the terminal; 0 if the output is none
   * @param quiet whether to print the end only
   * @param nanoTime the clock
   */
  TextView(PrintStream out, int columns, boolean quiet, LongSupplier nanoTime) {
    this.out = out;
    this.columns = columns;
    this.quiet = quiet;
    this.nanoTime = nanoTime;
  }

  @Override
  public List<String> topics() {
    if (quiet) {
      return List.of();
    }
    var topics = new ArrayList<>(TOPICS);
    if (columns > 0) {
      topics.add(Topics.STEP_FINISHED); // moves the bar
    }
    return topics;
  }

  @Override
  public void begin(Job job) {
    var data = job.data();
    judgedOn =
        data.test().isPresent() || data.testFraction() > 0
            ? "test "
            : data.validation().isPresent() || data.validationFraction() > 0
                ? "validation "
                : "training ";
    print("training " + job.name() + ", seed " + job.seed());
  }

  @Override
  public void show(Event event) {
    switch (event.getTopic()) {
      case Topics.RUN_STARTED -> started(event);
      case Topics.EPOCH_STARTED -> start(event);
      case Topics.STEP_FINISHED -> step(event);
      case Topics.EPOCH_FINISHED -> epoch(event);
      case Topics.BACKEND_SWAPPED -> swapped(event);
      case Topics.RUN_PAUSED -> {
        clock.pause(nanoTime.getAsLong());
        print("paused after step " + event.getProperty(Properties.STEP));
      }
      case Topics.RUN_RESUMED -> {
        clock.resume(nanoTime.getAsLong());
        print("goes on after step " + event.getProperty(Properties.STEP));
      }
      case Topics.LISTENER_REPORTED ->
          print(
              "listener "
                  + event.getProperty(Properties.LISTENER)
                  + ": "
                  + event.getProperty(Properties.MESSAGE));
      default -> {}
    }
  }

  private void start(Event event) {
    clock.start(nanoTime.getAsLong());
    firstStep = (Long) event.getProperty(Properties.STEP);
  }

  private void started(Event event) {
    epochs = (Integer) event.getProperty(Properties.EPOCHS);
    stepsPerEpoch = (Long) event.getProperty(Properties.STEPS_PER_EPOCH);
    start(event); // a run that is resumed may begin within an epoch
    if (firstStep > 0) {
      print(String.format(Locale.ROOT, "resumed after step %,d", firstStep));
    }
    print(
        "backend "
            + event.getProperty(Properties.BACKEND)
            + ": "
            + event.getProperty(Properties.REASON)
            + "; "
            + event.getProperty(Properties.DESCRIPTION));
  }

  private void step(Event event) {
    var loss = (Double) event.getProperty(Properties.LOSS);
    smoothedLoss =
        Double.isNaN(smoothedLoss) ? loss : SMOOTHING * smoothedLoss + (1 - SMOOTHING) * loss;
    clock.step((Integer) event.getProperty(Properties.EXAMPLES));
    var now = nanoTime.getAsLong();
    if (columns > 0 && (!barShown || now - lastBar > NANOSECONDS_BETWEEN_BARS)) {
      lastBar = now;
      var step = (Long) event.getProperty(Properties.STEP);
      var inEpoch = (step - 1) % stepsPerEpoch + 1;
      var metrics = new LinkedHashMap<>(metrics(event));
      metrics.put(Properties.LOSS, smoothedLoss);
      var line =
          new ProgressLine(
              (Integer) event.getProperty(Properties.EPOCH),
              epochs,
              inEpoch,
              stepsPerEpoch,
              metrics,
              clock.examplesPerSecond(now),
              clock.secondsFor(stepsPerEpoch - inEpoch, now));
      out.print(ERASE_LINE + line.fit(columns));
      out.flush();
      barShown = true;
    }
  }

  private void epoch(Event event) {
    var now = nanoTime.getAsLong();
    var parts = new ArrayList<String>();
    parts.add(
        String.format(
            Locale.ROOT,
            "epoch %" + Integer.toString(epochs).length() + "d/%d",
            (Integer) event.getProperty(Properties.EPOCH),
            epochs));
    parts.addAll(MetricText.list(metrics(event)));
    parts.add(String.format(Locale.ROOT, "%.1f s", clock.seconds(now)));
    var steps = (Long) event.getProperty(Properties.STEP) - firstStep;
    var examples =
        (Integer) event.getProperty(Properties.EXAMPLES) * (double) steps / stepsPerEpoch;
    parts.add(String.format(Locale.ROOT, "%,.0f samples/s", examples / clock.seconds(now)));
    var line = String.join("  ", parts);
    if (columns > 0 && line.length() > columns) {
      line = String.join("  ", parts.subList(0, parts.size() - 1));
    }
    print(line);
  }

  private void swapped(Event event) {
    print(
        String.format(
            Locale.ROOT,
            "step %,d: backend %s -> %s in %.1f ms (%s)",
            (Long) event.getProperty(Properties.STEP),
            event.getProperty(Properties.FROM),
            event.getProperty(Properties.TO),
            ((Long) event.getProperty(Properties.NANOSECONDS)) / 1e6,
            event.getProperty(Properties.REASON)));
  }

  @Override
  public void end(RunResult result) {
    clearBar();
    result.profiles().forEach(profile -> out.println(ProfileText.of(profile, columns)));
    if (result.state() == Run.State.FAILED && result.steps() == 0) {
      return; // there is nothing to tell but the failure
    }
    var metrics = new HashMap<>(result.metrics());
    var judged = judgedOn;
    if (result.state() != Run.State.FINISHED) {
      judged = "last "; // on which split depends on when the end came
      metrics.values().removeIf(value -> value.isNaN()); // it may have come before the first step
    }
    out.printf(
        Locale.ROOT,
        "%s after step %,d: %s%.1f s, %,.0f steps/s, backend %s (%s)%n",
        result.state().toString().toLowerCase(Locale.ROOT),
        result.steps(),
        metrics.isEmpty() ? "" : judged + String.join("  ", MetricText.list(metrics)) + "  ",
        result.seconds(),
        result.stepsPerSecond(),
        result.backend().name(),
        result.backend().reason());
    result.checkpoint().ifPresent(path -> print("checkpoint: " + path));
  }

  @Override
  public void refuse(CaracalException failure) {
    clearBar();
  }

  @SuppressWarnings("unchecked") // so they are documented
  private static Map<String, Double> metrics(Event event) {
    return (Map<String, Double>) event.getProperty(Properties.METRICS);
  }

  private void print(String line) {
    if (!quiet) {
      clearBar();
      out.println(line);
    }
  }

  private void clearBar() {
    if (barShown) {
      out.print(ERASE_LINE);
      out.flush();
      barShown = false;
    }
  }
}
