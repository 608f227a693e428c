package org.caracal.console;

import java.io.PrintStream;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caracal.event.Properties;
import org.caracal.event.Topics;
import org.caracal.training.Job;
import org.caracal.training.RunResult;
import org.osgi.service.event.Event;

/** Lines for people: a bar that moves where the output is a terminal, a line an epoch elsewhere. */
final class TextView implements RunView {
  private static final long NANOSECONDS_BETWEEN_BARS = 100_000_000;
  private static final double SMOOTHING = 0.95;

  private final PrintStream out;
  private final int columns;
  private final boolean quiet;
  private int epochs;
  private long stepsPerEpoch;
  private double smoothedLoss = Double.NaN;
  private long epochStarted;
  private long epochFirstStep;
  private long epochExamples;
  private long lastBar;

  /**
   * A view.
   *
   * @param columns width of the terminal; 0 if the output is none
   * @param quiet whether to print the end only
   */
  TextView(PrintStream out, int columns, boolean quiet) {
    this.out = out;
    this.columns = columns;
    this.quiet = quiet;
  }

  @Override
  public void begin(Job job) {
    print("training " + job.name() + ", seed " + job.seed());
  }

  @Override
  public void show(Event event) {
    if (quiet) {
      return;
    }
    switch (event.getTopic()) {
      case Topics.RUN_STARTED -> started(event);
      case Topics.EPOCH_STARTED -> epochStarted();
      case Topics.STEP_FINISHED -> step(event);
      case Topics.EPOCH_FINISHED -> epoch(event);
      case Topics.BACKEND_SWAPPED ->
          print(
              String.format(
                  Locale.ROOT,
                  "step %s: backend %s -> %s in %.1f ms (%s)",
                  event.getProperty(Properties.STEP),
                  event.getProperty(Properties.FROM),
                  event.getProperty(Properties.TO),
                  ((Long) event.getProperty(Properties.NANOSECONDS)) / 1e6,
                  event.getProperty(Properties.REASON)));
      case Topics.RUN_PAUSED -> print("paused after step " + event.getProperty(Properties.STEP));
      case Topics.RUN_RESUMED -> print("resumed");
      case Topics.LISTENER_REPORTED ->
          print(
              "listener "
                  + event.getProperty(Properties.LISTENER)
                  + ": "
                  + event.getProperty(Properties.MESSAGE));
      default -> {}
    }
  }

  private void started(Event event) {
    epochs = (Integer) event.getProperty(Properties.EPOCHS);
    stepsPerEpoch = (Long) event.getProperty(Properties.STEPS_PER_EPOCH);
    print(
        "backend "
            + event.getProperty(Properties.BACKEND)
            + ": "
            + event.getProperty(Properties.REASON));
  }

  private void epochStarted() {
    epochStarted = System.nanoTime();
    epochFirstStep = -1;
    epochExamples = 0;
  }

  private void step(Event event) {
    var loss = (Double) event.getProperty(Properties.LOSS);
    smoothedLoss =
        Double.isNaN(smoothedLoss) ? loss : SMOOTHING * smoothedLoss + (1 - SMOOTHING) * loss;
    epochExamples += (Integer) event.getProperty(Properties.EXAMPLES);
    var step = (Long) event.getProperty(Properties.STEP);
    epochFirstStep = epochFirstStep < 0 ? step : epochFirstStep;
    var now = System.nanoTime();
    if (columns > 0 && now - lastBar > NANOSECONDS_BETWEEN_BARS) {
      lastBar = now;
      var seconds = (now - epochStarted) / 1e9;
      var inEpoch = (step - 1) % Math.max(1, stepsPerEpoch) + 1;
      var perStep = seconds / (step - epochFirstStep + 1);
      var line =
          new ProgressLine(
              (Integer) event.getProperty(Properties.EPOCH),
              epochs,
              inEpoch,
              stepsPerEpoch,
              smoothedLoss,
              epochExamples / seconds,
              perStep * (stepsPerEpoch - inEpoch));
      out.print("\r\033[K" + line.fit(columns));
      out.flush();
    }
  }

  private void epoch(Event event) {
    var seconds = (System.nanoTime() - epochStarted) / 1e9;
    print(
        String.format(
            Locale.ROOT,
            "epoch %" + Integer.toString(epochs).length() + "d/%d  %s  %,.0f samples/s  %.1f s",
            event.getProperty(Properties.EPOCH),
            epochs,
            metrics(event.getProperty(Properties.METRICS)),
            epochExamples / seconds,
            seconds));
  }

  @Override
  public void end(RunResult result) {
    clearBar();
    if (result.failure().isPresent()) {
      System.err.println("caracal: " + result.failure().get().getMessage());
    }
    out.printf(
        Locale.ROOT,
        "%s after %,d steps in %.1f s (%,.0f steps/s)  test: %s  backend: %s (%s)%n",
        result.state().toString().toLowerCase(Locale.ROOT),
        result.steps(),
        result.seconds(),
        result.stepsPerSecond(),
        metrics(result.metrics()),
        result.backend().name(),
        result.backend().reason());
    result.checkpoint().ifPresent(path -> out.println("checkpoint: " + path));
  }

  private static String metrics(Object metrics) {
    return ((Map<?, ?>) metrics)
        .entrySet().stream()
            .collect(
                Collectors.toMap(
                    entry -> String.valueOf(entry.getKey()),
                    entry -> (Double) entry.getValue(),
                    (a, b) -> a,
                    TreeMap::new))
            .entrySet()
            .stream()
            .map(entry -> String.format(Locale.ROOT, "%s %.4f", entry.getKey(), entry.getValue()))
            .collect(Collectors.joining("  "));
  }

  private void print(String line) {
    if (!quiet) {
      clearBar();
      out.println(line);
    }
  }

  private void clearBar() {
    if (columns > 0) {
      out.print("\r\033[K");
    }
  }
}
