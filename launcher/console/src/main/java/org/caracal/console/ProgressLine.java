package org.caracal.console;

import java.util.Locale;

/**
 * One line that tells how far an epoch is.
 *
 * @param epoch number of the epoch, from 1
 * @param epochs number of epochs
 * @param step number of the step in the epoch, from 1
 * @param steps number of steps in the epoch
 * @param loss smoothed loss
 * @param examplesPerSecond examples per second
 * @param secondsLeft seconds to the end of the epoch
 */
record ProgressLine(
    int epoch,
    int epochs,
    long step,
    long steps,
    double loss,
    double examplesPerSecond,
    double secondsLeft) {
  private static final int WIDEST_BAR = 30;

  /** The line in at most so many columns: the bar gives way first. */
  String fit(int columns) {
    var head = String.format(Locale.ROOT, "epoch %" + digits(epochs) + "d/%d ", epoch, epochs);
    var tail =
        String.format(
            Locale.ROOT,
            " %" + digits(steps) + "d/%d  loss %.4f  %,.0f samples/s  %s left",
            step,
            steps,
            loss,
            examplesPerSecond,
            duration(secondsLeft));
    var room = Math.min(WIDEST_BAR, columns - head.length() - tail.length() - 3);
    var line = room < 5 ? head.stripTrailing() + tail : head + bar(room) + tail;
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
  }

  private String bar(int width) {
    var done = steps == 0 ? width : (int) Math.min(width, width * step / steps);
    return "[" + "=".repeat(done) + " ".repeat(width - done) + "]";
  }

  private static int digits(long number) {
    return Long.toString(number).length();
  }

  /** Minutes and seconds, hours if there are any. */
  static String duration(double seconds) {
    var whole = Math.max(0, Math.round(seconds));
    return whole >= 3600
        ? String.format("%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format("%d:%02d", whole / 60, whole % 60);
  }
}
