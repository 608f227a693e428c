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

/**
 * Watches a process of a contender, which is halted but for its turns, so that the systems can step
 * in turns. What it prints is timed here, alike for all.
 */
final class Observation implements AutoCloseable {
  private static final int SECONDS_AT_MOST = 120;
  private static final int SECONDS_TO_END = 5;

  private final Contender contender;
  private final Trial trial;
  private final Process process;
  private final BufferedReader output;
  private final long start = System.nanoTime();

  private Observation(Contender contender, Trial trial, List<String> command, Path log) {
    this.contender = contender;
    this.trial = trial;
    var line = new ArrayList<String>();
    if (trial.threads() == 1) {
      line.addAll(Machine.onOneProcessor());
    }
    line.addAll(command);
    var builder =
        new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()));
    builder.environment().putAll(contender.environment(trial));
    try {
      process = builder.start();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    output = new BufferedReader(new InputStreamReader(process.getInputStream(), UTF_8));
  }

  /** Starts a process that steps; what it complains about goes to a log. */
  static Observation of(Contender contender, Trial trial, Path data, Path log) {
    return new Observation(contender, trial, contender.command(trial, data), log);
  }

  /** What a process tells that is there for the first step only, if the contender needs one. */
  static Map<Quantity, Double> firstStep(Contender contender, Trial trial, Path data, Path log) {
    var command = contender.firstStepCommand(trial, data);
    if (command.isEmpty()) {
      return Map.of();
    }
    try (var observation = new Observation(contender, trial, command.get(), log)) {
      var values = new EnumMap<Quantity, Double>(Quantity.class);
      observation.watch(line -> observation.noteFirstStep(line, values));
      return values;
    }
  }

  /** Lets the process warm up and halts it. */
  Map<Quantity, Double> warmUp() {
    var values = new EnumMap<Quantity, Double>(Quantity.class);
    var end = start + (long) (trial.warmUp() * 1e9);
    watch(
        line -> {
          noteFirstStep(line, values);
          return System.nanoTime() >= end;
        });
    signal("STOP");
    return values;
  }

  /** Lets the process go on until it has stepped long enough, and halts it again. */
  Map<Quantity, Double> turn() {
    var turn = new Turn(contender, trial);
    discardOutput();
    signal("CONT");
    watch(line -> turn.isOver(line, System.nanoTime()));
    signal("STOP");
    Machine.peakMemory(process.pid())
        .ifPresent(peak -> turn.values().put(Quantity.PEAK_MEMORY, peak));
    return turn.values();
  }

  private boolean noteFirstStep(String line, Map<Quantity, Double> values) {
    if (!contender.isFirstStep(line)) {
      return false;
    }
    values.putIfAbsent(Quantity.SECONDS_TO_FIRST_STEP, (System.nanoTime() - start) / 1e9);
    return true;
  }

  @FunctionalInterface
  private interface LastLine {
    boolean isLast(String line);
  }

  /** Reads lines to the last one that is wanted, or to the end of a process that takes too long. */
  private void watch(LastLine last) {
    var watchdog = new CompletableFuture<Void>();
    watchdog
        .orTimeout(SECONDS_AT_MOST, TimeUnit.SECONDS)
        .whenComplete(
            (done, late) -> {
              if (late != null) {
                process.destroyForcibly();
              }
            });
    try {
      for (var line = output.readLine(); line != null; line = output.readLine()) {
        if (last.isLast(line)) {
          return;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } finally {
      watchdog.complete(null);
    }
  }

  /** What was printed before the process was halted says nothing about the time from now on. */
  private void discardOutput() {
    try {
      while (output.ready()) {
        output.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void signal(String name) {
    if (process.isAlive()) {
      Machine.output("kill", "-" + name, String.valueOf(process.pid()));
    }
  }

  /** Ends the process. */
  @Override
  public void close() {
    try {
      signal("CONT");
      process.destroy();
      if (!process.waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
      output.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
