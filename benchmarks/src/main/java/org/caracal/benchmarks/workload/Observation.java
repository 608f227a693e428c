package org.caracal.benchmarks.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Watches the processes of a contender. What they print is timed here, alike for all. */
final class Observation {
  private static final int SECONDS_AT_MOST = 120;
  private static final int SECONDS_TO_END = 5;

  private final Contender contender;
  private final Trial trial;
  private final Path data;
  private final Path log;
  private final Map<Quantity, Double> values = new EnumMap<>(Quantity.class);

  /** Of a trial with the data in a folder; what the processes complain about goes to a log. */
  Observation(Contender contender, Trial trial, Path data, Path log) {
    this.contender = contender;
    this.trial = trial;
    this.data = data;
    this.log = log;
  }

  /** Measures everything. */
  Map<Quantity, Double> run() {
    contender
        .firstStepCommand(trial, data)
        .ifPresent(command -> observe(command, this::waitForFirstStep));
    observe(contender.command(trial, data), this::waitForSteps);
    return values;
  }

  @FunctionalInterface
  private interface Observer {
    void observe(BufferedReader output, long start) throws IOException;
  }

  private void observe(List<String> command, Observer observer) {
    var line = new ArrayList<String>();
    if (trial.threads() == 1) {
      line.addAll(Machine.onOneProcessor());
    }
    line.addAll(command);
    var builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(contender.environment(trial));
    try {
      var start = System.nanoTime();
      var process = builder.start();
      CompletableFuture.delayedExecutor(SECONDS_AT_MOST, TimeUnit.SECONDS)
          .execute(process::destroyForcibly);
      try (var output =
          new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8))) {
        observer.observe(output, start);
        Machine.peakMemory(process.pid())
            .ifPresent(peak -> values.merge(Quantity.PEAK_MEMORY, peak, Math::max));
      } finally {
        end(process);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void end(Process process) {
    try {
      process.destroy();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void waitForFirstStep(BufferedReader output, long start) throws IOException {
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      if (noteFirstStep(line, start)) {
        return;
      }
    }
  }

  private boolean noteFirstStep(String line, long start) {
    var first = contender.isFirstStep(line);
    if (first) {
      values.put(Quantity.SECONDS_TO_FIRST_STEP, (System.nanoTime() - start) / 1e9);
    }
    return first;
  }

  /** Steps between the first line after the warm-up and the last one of the time given. */
  private void waitForSteps(BufferedReader output, long start) throws IOException {
    var warm = start + (long) (trial.warmUp() * 1e9);
    var firstSteps = -1L;
    var firstTime = 0L;
    for (var line = output.readLine(); line != null; line = output.readLine()) {
      var now = System.nanoTime();
      noteFirstStep(line, start);
      if (line.startsWith("latency ")) {
        var words = line.split(" ");
        values.put(Quantity.LATENCY_P50, Double.parseDouble(words[1]) / 1e3);
        values.put(Quantity.LATENCY_P99, Double.parseDouble(words[2]) / 1e3);
        return;
      }
      var steps = contender.steps(trial.workload(), line);
      if (steps.isEmpty() || now < warm) {
        continue;
      }
      if (firstSteps < 0) {
        firstSteps = steps.getAsLong();
        firstTime = now;
      } else if (now - firstTime >= trial.seconds() * 1e9) {
        values.put(
            Quantity.STEPS_PER_SECOND,
            (steps.getAsLong() - firstSteps) / ((now - firstTime) / 1e9));
        return;
      }
    }
  }
}
