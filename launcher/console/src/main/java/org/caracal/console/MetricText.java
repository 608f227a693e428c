package org.caracal.console;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** Numbers and metrics for people. */
final class MetricText {
  private static final String LOSS = "loss";
  private static final String VALIDATION = "validation.";

  private MetricText() {}

  /** Four places where they say something, an exponent elsewhere. */
  static String number(double value) {
    var size = Math.abs(value);
    var plain = size == 0 || !Double.isFinite(value) || (size >= 1e-3 && size < 1e6);
    return String.format(Locale.ROOT, plain ? "%.4f" : "%.3e", value);
  }

  /**
   * Names and values, the loss first; what the same metric is on the validation split in brackets
   * behind it.
   */
  static List<String> list(Map<String, Double> metrics) {
    var parts = new ArrayList<String>();
    var sorted = new TreeMap<>(metrics);
    if (sorted.containsKey(LOSS)) {
      parts.add(part(LOSS, sorted));
    }
    for (var name : sorted.keySet()) {
      if (!name.equals(LOSS) && !name.startsWith(VALIDATION)) {
        parts.add(part(name, sorted));
      }
    }
    return parts;
  }

  private static String part(String name, Map<String, Double> metrics) {
    var validation = metrics.get(VALIDATION + name);
    return name
        + " "
        + number(metrics.get(name))
        + (validation == null ? "" : " (val " + number(validation) + ")");
  }
}
