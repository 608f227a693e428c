package org.caracal.benchmarks.workload;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class JudgeOptionsTest {
  @Test
  void optionsNarrowWhatIsMeasured() {
    var options =
        JudgeOptions.parse(
            "--full",
            "--workloads",
            "w1,W7a",
            "--systems",
            "djl",
            "--threads",
            "2",
            "--rounds",
            "1");

    assertEquals(List.of(Workload.W1, Workload.W7A), options.workloads());
    assertEquals(List.of("djl"), options.systems());
    assertEquals(List.of(2), options.threads());
    assertEquals(1, options.rounds());
  }

  @Test
  void whatIsWrongIsSaid() {
    var unknown =
        assertThrows(
            IllegalArgumentException.class, () -> JudgeOptions.parse("--quick", "--round", "1"));
    assertTrue(unknown.getMessage().startsWith("no option --round"), unknown.getMessage());
    assertThrows(IllegalArgumentException.class, () -> JudgeOptions.parse("--quick", "--rounds"));
    assertThrows(IllegalArgumentException.class, JudgeOptions::parse);
  }
}
