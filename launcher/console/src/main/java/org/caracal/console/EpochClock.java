package org.caracal.console;

/** How fast an epoch goes and how long it will take, times of pause left out. */
final class EpochClock {
  private long began;
  private long paused;
  private long steps;
  private long examples;

  /** An epoch begins, or goes on after a resume. */
  void start(long now) {
    began = now;
    steps = 0;
    examples = 0;
  }

  void step(int examplesInIt) {
    steps++;
    examples += examplesInIt;
  }

  void pause(long now) {
    paused = now;
  }

  void resume(long now) {
    began += now - paused;
  }

  double seconds(long now) {
    return (now - began) / 1e9;
  }

  double examplesPerSecond(long now) {
    return now > began ? examples / seconds(now) : 0;
  }

  /** Seconds that so many further steps take at the speed so far. */
  double secondsFor(long furtherSteps, long now) {
    return steps == 0 ? 0 : seconds(now) / steps * furtherSteps;
  }
}
