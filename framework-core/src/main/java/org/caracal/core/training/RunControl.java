package org.caracal.core.training;

import java.util.Optional;

/**
 * What others ask of a run, and how its thread waits for them. Requests only set fields and wake
 * the run: they never wait, whatever thread they come from, the training thread included. The run
 * looks between steps, at the cost of a volatile read.
 */
final class RunControl {
  private boolean stop;
  private boolean pause;
  private Optional<String> wish = Optional.empty();
  private volatile boolean attention;

  /**
   * What is asked for at a moment.
   *
   * @param stop whether to end
   * @param pause whether to halt
   * @param backend a backend to move to that was asked for since the last look
   */
  record Requests(boolean stop, boolean pause, Optional<String> backend) {}

  synchronized void stop() {
    stop = true;
    wake();
  }

  synchronized void pause() {
    pause = true;
    wake();
  }

  synchronized void resume() {
    pause = false;
    wake();
  }

  synchronized void useBackend(String name) {
    wish = Optional.of(name);
    wake();
  }

  /** Lets the run look, because something around it has changed. */
  synchronized void wake() {
    attention = true;
    notifyAll();
  }

  /** Whether something was asked for since {@link #take}. */
  boolean needsAttention() {
    return attention;
  }

  /** What is asked for now. */
  synchronized Requests take() {
    attention = false;
    var requests = new Requests(stop, pause, wish);
    wish = Optional.empty();
    return requests;
  }

  /**
   * Waits until something is asked for, but no longer than a limit. Interrupts mean nothing to a
   * run: Event Admin swallows them, so nobody could rely on them.
   *
   * @return whether something was asked for
   */
  synchronized boolean await(long nanoseconds) {
    var deadline = System.nanoTime() + nanoseconds;
    while (!attention) {
      var left = (deadline - System.nanoTime()) / 1_000_000;
      if (left <= 0) {
        return false;
      }
      try {
        wait(left);
      } catch (InterruptedException e) {
        // look again
      }
    }
    return true;
  }
}
