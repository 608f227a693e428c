package org.caracal.benchmarks.workload;

import java.util.EnumMap;
import java.util.Map;

/** What the lines tell that a process prints in one of its turns. */
final class Turn {
  private final Contender contender;
  private final Trial trial;
  private final Map<Quantity, Double> values = new EnumMap<>(Quantity.class);
  private boolean begun;
  private long firstSteps;
  private long firstTime;

  /** A turn that begins. */
  Turn(Contender contender, Trial trial) {
    this.contender = contender;
    this.trial = trial;
  }

  /** Notes a line; whether all is known with it. */
  boolean isOver(String line, long now) {
    if (line.startsWith("latency ")) {
      return noteLatency(line.split(" "));
    }
    var steps = contender.steps(trial.workload(), line);
    return steps.isPresent() && noteSteps(steps.getAsLong(), now);
  }

  /** What is known. */
  Map<Quantity, Double> values() {
    return values;
  }

  /** Calls of the first line were begun before the process was halted. */
  private boolean noteLatency(String[] words) {
    if (!begun) {
      begun = true;
      return false;
    }
    values.put(Quantity.LATENCY_P50, Double.parseDouble(words[1]) / 1e3);
    values.put(Quantity.LATENCY_P99, Double.parseDouble(words[2]) / 1e3);
    return true;
  }

  /** Steps between the first line and the last one. */
  private boolean noteSteps(long steps, long now) {
    if (!begun) {
      begun = true;
      firstSteps = steps;
      firstTime = now;
      return false;
    }
    var seconds = (now - firstTime) / 1e9;
    if (seconds < trial.seconds()) {
      return false;
    }
    values.put(Quantity.STEPS_PER_SECOND, (steps - firstSteps) / seconds);
    return true;
  }
}
