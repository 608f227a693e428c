package org.caracal.console;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * One line that tells how far an epoch is.
 *
 * @param epoch number of the epoch, from 1
 * @param epochs number of epochs
 * @param step number of the step in the epoch, from 1
 * @param steps number of steps in the epoch
 * @param metrics smoothed loss, and metrics so far
 * @param examplesPerSecond examples per second
 * @param secondsLeft seconds to the end of the epoch
 */
record ProgressLine(
    int epoch,
    int epochs,
    long step,
    long steps,
    Map<String, Double> metrics,
    double examplesPerSecond,
    double secondsLeft) {
  private static final int NARROWEST_BAR = 8;
  private static final int WIDEST_BAR = 30;

  /** The line in fewer than so many columns: words go first, then metrics, then the bar. */
  String fit(int columns) {
    var head = String.format(Locale.ROOT, "epoch %" + digits(epochs) + "d/%d ", epoch, epochs);
    var count = String.format(Locale.ROOT, " %" + digits(steps) + "d/%d", step, steps);
    var shown = MetricText.list(metrics);
    var rate = String.format(Locale.ROOT, "%,.0f", examplesPerSecond);
    var left = duration(secondsLeft);
    var spoken = line("  ", count, shown, rate + " samples/s", left + " left");
    var terse = line(" ", count, shown, rate + "/s", left);
    var scant = line(" ", count, shown.subList(0, Math.min(1, shown.size())), rate + "/s", left);
    for (var tail : List.of(spoken, terse, scant)) {
      var room = Math.min(WIDEST_BAR, columns - head.length() - tail.length() - 3);
      if (room >= NARROWEST_BAR) {
        return head + bar(room) + tail;
      }
    }
    var line = head.stripTrailing() + scant;
    return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
  }

  private static String line(
      String gap, String count, List<String> metrics, String rate, String left) {
    return String.join(
        gap,
        Stream.of(List.of(count), metrics, List.of(rate, left)).flatMap(List::stream).toList());
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
        ? String.format(Locale.ROOT, "%d:%02d:%02d", whole / 3600, whole / 60 % 60, whole % 60)
        : String.format(Locale.ROOT, "%d:%02d", whole / 60, whole % 60);
  }
}
