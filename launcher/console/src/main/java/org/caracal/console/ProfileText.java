package org.caracal.console;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.caracal.backend.Limits;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Cost;
import org.caracal.training.Profile.Kernel;

/**
 * A profile as two tables, of layers and of kernels, the most expensive first, as wide as the
 * terminal: a narrow one gets no column of allocated bytes. The rows of each add up to the time of
 * a step.
 */
final class ProfileText {
  private static final int DEFAULT_COLUMNS = 100;
  private static final int KERNELS = 20;

  /** What the columns of numbers take, those of both tables and those of one, with the gaps. */
  private static final int NUMBERS = 39;

  private static final int PASSES = 19;
  private static final int BYTES = 9;
  private static final int USER = 20;

  private final Profile profile;
  private final int columns;
  private final boolean wide;
  private final Cost outside;

  private ProfileText(Profile profile, int columns) {
    this.profile = profile;
    this.columns = columns;
    this.wide = columns >= DEFAULT_COLUMNS;
    var all = profile.total();
    outside =
        time(profile.nanoseconds() - all.nanoseconds(), profile.allocated() - all.allocated());
  }

  /**
   * The tables, each line with its end.
   *
   * @param columns width of the terminal; 0 if the output is none
   */
  static String of(Profile profile, int columns) {
    var text = new ProfileText(profile, columns > 0 ? columns : DEFAULT_COLUMNS);
    var end = System.lineSeparator();
    return text.head() + end + text.layers() + end + text.kernels();
  }

  private String head() {
    return String.format(
        Locale.ROOT,
        "profile of %,d steps of %s ms on backend %s, %s%nsteps left out before them: %,d%n%s%n",
        profile.steps(),
        milliseconds(profile.nanoseconds()),
        profile.backend(),
        profile.threads() == 1 ? "1 thread" : profile.threads() + " threads",
        profile.skipped(),
        profile.limits().map(ProfileText::describe).orElse("limits: not known by this backend"));
  }

  private static String describe(Limits limits) {
    var copies =
        limits.copies().entrySet().stream()
            .map(
                copy -> String.format(Locale.ROOT, "%s %.0f", size(copy.getKey()), copy.getValue()))
            .collect(Collectors.joining(", "));
    return String.format(
        Locale.ROOT, "limits: %.0f GFLOP/s; copies %s GB/s", limits.operations(), copies);
  }

  private static String size(long bytes) {
    return bytes < 1 << 20 ? bytes / 1024 + "K" : bytes / (1 << 20) + "M";
  }

  /** A row of the table of layers. */
  private record Row(String name, String forward, String backward, Cost cost) {}

  private Table layers() {
    var rows = new ArrayList<Row>();
    for (var layer : profile.byLayer()) {
      rows.add(
          new Row(
              layer.path() + (layer.fusedWith().isEmpty() ? "" : " (in " + layer.fusedWith() + ")"),
              milliseconds(layer.forward().nanoseconds()),
              milliseconds(layer.backward().nanoseconds()),
              layer.cost()));
    }
    for (var phase : profile.byPhase()) {
      rows.add(new Row(part(phase) + " of " + phase.path(), "", "", phase.cost()));
    }
    rows.add(new Row("waiting for batches", "", "", time(profile.waiting(), 0)));
    rows.add(new Row("metrics and events", "", "", time(profile.telling(), 0)));
    rows.add(new Row("other", "", "", time(profile.other(), outside.allocated())));
    rows.sort(Comparator.comparingLong((Row row) -> row.cost().nanoseconds()).reversed());
    rows.add(new Row("all", "", "", profile.total().plus(outside)));
    var table = table("layer", "forward", "backward");
    var width = columns - NUMBERS - PASSES - (wide ? BYTES : 0);
    rows.forEach(
        row -> add(table, row.cost(), cutFront(row.name(), width), row.forward(), row.backward()));
    return table;
  }

  private Table kernels() {
    var table = wide ? table("kernel", "of") : table("kernel");
    var kernels = profile.byKernel();
    var shown = kernels.subList(0, Math.min(KERNELS, kernels.size()));
    for (var kernel : shown) {
      kernel(table, calls(kernel.cost()) + kernel.name(), user(kernel), kernel.cost());
    }
    if (shown.size() < kernels.size()) {
      var rest = kernels.subList(shown.size(), kernels.size());
      var cost = rest.stream().map(Kernel::cost).reduce(Cost.NONE, Cost::plus);
      kernel(table, rest.size() + " further kernels", "", cost);
    }
    kernel(table, "no kernel", "", outside);
    kernel(table, "all", "", profile.total().plus(outside));
    return table;
  }

  private static String user(Kernel kernel) {
    return cutFront(part(kernel) + " " + kernel.path(), USER - 2);
  }

  private void kernel(Table table, String name, String user, Cost cost) {
    var width = columns - NUMBERS - (wide ? USER + BYTES : 0);
    var cut = name.length() <= width ? name : name.substring(0, width - 3) + "...";
    if (wide) {
      add(table, cost, cut, user);
    } else {
      add(table, cost, cut);
    }
  }

  private Table table(String... first) {
    var header = new ArrayList<>(List.of(first));
    header.addAll(List.of("ms/step", "share", "speed", "limit"));
    if (wide) {
      header.add("bytes");
    }
    return new Table(header.toArray(String[]::new));
  }

  private void add(Table table, Cost cost, String... first) {
    var cells = new ArrayList<Object>(List.of(first));
    cells.add(milliseconds(cost.nanoseconds()));
    cells.add(
        String.format(Locale.ROOT, "%.1f%%", 100.0 * cost.nanoseconds() / profile.nanoseconds()));
    cells.add(cost.calls() == 0 ? "" : speed(cost));
    cells.add(
        cost.calls() == 0 || Double.isNaN(cost.least())
            ? ""
            : String.format(Locale.ROOT, "%.0f%%", 100 * cost.shareOfLimit()));
    if (wide) {
      var bytes = cost.allocated() / profile.steps();
      cells.add(bytes < 1_000_000 ? bytes : String.format(Locale.ROOT, "%,dK", bytes / 1024));
    }
    table.row(cells.toArray());
  }

  /** How often a kernel is called in a step, if not once, or in nearly all but those of rests. */
  private String calls(Cost cost) {
    var calls = (double) cost.calls() / profile.steps();
    if (calls > 0.9 && calls < 1.1) {
      return "";
    }
    return String.format(Locale.ROOT, calls > 1 ? "%.0f x " : "%.2f x ", calls);
  }

  private String milliseconds(long nanoseconds) {
    var milliseconds = nanoseconds / 1e6 / profile.steps();
    var format = milliseconds < 1 ? "%.4f" : milliseconds < 100 ? "%.3f" : "%,.1f";
    return nanoseconds == 0 ? "0" : String.format(Locale.ROOT, format, milliseconds);
  }

  /** By what bounds it: operations or bytes. */
  private String speed(Cost cost) {
    var byOperations =
        profile
            .limits()
            .map(
                limits ->
                    cost.operations() / limits.operations()
                        > cost.bytes() / limits.copy(cost.bytes() / cost.calls()))
            .orElse(cost.operations() > cost.bytes());
    var rate = byOperations ? cost.gigaflopsPerSecond() : cost.gigabytesPerSecond();
    return String.format(Locale.ROOT, rate < 99.95 ? "%.1f" : "%.0f", rate)
        + (byOperations ? " GFLOP/s" : " GB/s   ");
  }

  private static Cost time(long nanoseconds, long allocated) {
    return new Cost(0, nanoseconds, 0, 0, allocated, 0);
  }

  static String part(Kernel kernel) {
    return kernel.part().toString().toLowerCase(Locale.ROOT);
  }

  /** Paths tell most at their ends. */
  private static String cutFront(String text, int width) {
    return text.length() <= width ? text : "..." + text.substring(text.length() - width + 3);
  }
}
