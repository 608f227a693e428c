package org.caracal.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkloadTablesTest {
  @TempDir Path folder;

  private Measurements measurements(Measurement... all) {
    var file = folder.resolve("measurements.tsv");
    new Measurements(file).replaceBy(List.of(all));
    return new Measurements(file); // as read again
  }

  private static Measurement of(Workload workload, String system, Quantity quantity, double value) {
    return new Measurement("17.0.1", workload, 1, system, quantity, value);
  }

  private String render(Measurement... all) {
    return new WorkloadTables(
            measurements(all),
            List.of(
                new Caracal("java", folder),
                new Peer("slow", "Main", "slow", folder),
                new Peer("fast", "Main", "fast", folder)))
        .render();
  }

  @Test
  void ratesAreMediansAndComparedWithTheFastestPeer() {
    var text =
        render(
            of(Workload.W1, "caracal-java", Quantity.STEPS_PER_SECOND, 300),
            of(Workload.W1, "caracal-java", Quantity.STEPS_PER_SECOND, 9000),
            of(Workload.W1, "caracal-java", Quantity.STEPS_PER_SECOND, 200),
            of(Workload.W1, "slow", Quantity.STEPS_PER_SECOND, 50),
            of(Workload.W1, "fast", Quantity.STEPS_PER_SECOND, 120));

    assertTrue(text.contains("| W1, steps/s | 300 | 50.0 | 120 | 2.50 |"), text);
    assertFalse(text.contains("W2"), text);
  }

  @Test
  void timesAreComparedWithTheShortest() {
    var text =
        render(
            of(Workload.W7A, "caracal-java", Quantity.LATENCY_P50, 60),
            of(Workload.W7A, "slow", Quantity.LATENCY_P50, 400),
            of(Workload.W7A, "fast", Quantity.LATENCY_P50, 120));

    assertTrue(text.contains("| W7a, p50, us | 60.0 | 400 | 120 | 0.50 |"), text);
  }

  @Test
  void whatIsMissingIsShownAsSuch() {
    var text = render(of(Workload.W4, "fast", Quantity.SECONDS_TO_FIRST_STEP, 1.25));

    assertTrue(text.contains("| W4, s | - | - | 1.25 | - |"), text);
  }

  @Test
  void newNumbersReplaceOlderOnesOfTheSameSystemOnly() {
    var measurements =
        measurements(
            of(Workload.W1, "fast", Quantity.STEPS_PER_SECOND, 1),
            of(Workload.W1, "slow", Quantity.STEPS_PER_SECOND, 2));
    measurements.replaceBy(List.of(of(Workload.W1, "fast", Quantity.STEPS_PER_SECOND, 3)));

    assertEquals(
        3,
        measurements
            .median("17.0.1", Workload.W1, 1, "fast", Quantity.STEPS_PER_SECOND)
            .orElseThrow());
    assertEquals(
        2,
        measurements
            .median("17.0.1", Workload.W1, 1, "slow", Quantity.STEPS_PER_SECOND)
            .orElseThrow());
  }

  @Test
  void theMarkedSectionOfAPageIsReplaced() {
    var page = "# Title\n\n<!-- begin: x -->\n\nold\n\n<!-- end: x -->\n\nrest\n";

    assertEquals(
        "# Title\n\n<!-- begin: x -->\n\nnew\n\n<!-- end: x -->\n\nrest\n",
        new MarkedSection("x").replace(page, "new\n"));
  }
}
