package org.caracal.benchmarks.workload;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/** Tables in Markdown: what was measured, and each backend's ratio to the best peer. */
final class WorkloadTables {
  private final Measurements measurements;
  private final List<Contender> contenders;

  WorkloadTables(Measurements measurements, List<Contender> contenders) {
    this.measurements = measurements;
    this.contenders = contenders;
  }

  /** All tables. */
  String render() {
    var text = new StringBuilder();
    for (var jdk : measurements.jdks()) {
      text.append("### JDK ").append(jdk).append("\n\n");
      for (var threads : measurements.threads()) {
        var rows = new ArrayList<String>();
        for (var workload : Workload.values()) {
          if (workload.isLatency()) {
            row("p50, us", jdk, workload, threads, Quantity.LATENCY_P50).ifPresent(rows::add);
            row("p99, us", jdk, workload, threads, Quantity.LATENCY_P99).ifPresent(rows::add);
          } else {
            row("steps/s", jdk, workload, threads, Quantity.STEPS_PER_SECOND).ifPresent(rows::add);
          }
        }
        append(text, "Speed, " + count(threads), rows);
      }
      for (var threads : measurements.threads()) {
        append(
            text,
            "Start of the process to first step, seconds, " + count(threads),
            rows("s", jdk, threads, Quantity.SECONDS_TO_FIRST_STEP));
        append(
            text,
            "Peak of resident memory, MiB, " + count(threads),
            rows("MiB", jdk, threads, Quantity.PEAK_MEMORY));
      }
    }
    return text.toString();
  }

  private static String count(int threads) {
    return threads == 1 ? "1 thread" : threads + " threads";
  }

  private void append(StringBuilder text, String title, List<String> rows) {
    if (rows.isEmpty()) {
      return;
    }
    var names = contenders.stream().map(Contender::name).collect(Collectors.joining(" | "));
    var ratios =
        contenders.stream()
            .filter(contender -> !contender.isPeer())
            .map(contender -> contender.name() + " / best peer")
            .collect(Collectors.joining(" | "));
    text.append(title).append(":\n\n| workload | ").append(names).append(" | ").append(ratios);
    text.append(" |\n|");
    var columns = 1 + contenders.size() + contenders.stream().filter(one -> !one.isPeer()).count();
    text.append("---|".repeat((int) columns)).append("\n");
    rows.forEach(row -> text.append(row).append("\n"));
    text.append("\n");
  }

  private List<String> rows(String unit, String jdk, int threads, Quantity quantity) {
    return Arrays.stream(Workload.values())
        .flatMap(workload -> row(unit, jdk, workload, threads, quantity).stream())
        .toList();
  }

  private Optional<String> row(
      String unit, String jdk, Workload workload, int threads, Quantity quantity) {
    var values =
        contenders.stream().map(one -> median(jdk, workload, threads, one, quantity)).toList();
    if (values.stream().allMatch(OptionalDouble::isEmpty)) {
      return Optional.empty();
    }
    var best = best(values, quantity);
    var cells = new ArrayList<String>();
    cells.add(workload.title() + ", " + unit);
    values.forEach(value -> cells.add(format(value)));
    for (var i = 0; i < contenders.size(); i++) {
      if (!contenders.get(i).isPeer()) {
        cells.add(ratio(values.get(i), best));
      }
    }
    return Optional.of("| " + String.join(" | ", cells) + " |");
  }

  private OptionalDouble median(
      String jdk, Workload workload, int threads, Contender contender, Quantity quantity) {
    return measurements.median(jdk, workload, threads, contender.name(), quantity);
  }

  private OptionalDouble best(List<OptionalDouble> values, Quantity quantity) {
    var peers = new ArrayList<Double>();
    for (var i = 0; i < contenders.size(); i++) {
      if (contenders.get(i).isPeer()) {
        values.get(i).ifPresent(peers::add);
      }
    }
    var stream = peers.stream().mapToDouble(Double::doubleValue);
    return quantity.isMoreBetter() ? stream.max() : stream.min();
  }

  private static String ratio(OptionalDouble value, OptionalDouble best) {
    return value.isEmpty() || best.isEmpty()
        ? "-"
        : String.format(Locale.ROOT, "%.2f", value.getAsDouble() / best.getAsDouble());
  }

  private static String format(OptionalDouble value) {
    if (value.isEmpty()) {
      return "-";
    }
    var number = value.getAsDouble();
    var pattern = number >= 100 ? "%,.0f" : number >= 10 ? "%.1f" : "%.2f";
    return String.format(Locale.ROOT, pattern, number);
  }
}
