package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ProgressLineTest {
  private static ProgressLine at(long step) {
    var metrics = new TreeMap<>(Map.of("loss", 0.5, "accuracy", 0.875));
    return new ProgressLine(7, 40, step, 469, metrics, 12345, 83);
  }

  @Test
  void wordsGoFirstThenMetricsThenTheBar() {
    assertEquals(
        "epoch  7/40 [===============               ] 235/469  loss 0.5000  accuracy 0.8750"
            + "  12,345 samples/s  1:23 left",
        at(235).fit(120));
    assertEquals(
        "epoch  7/40 [========        ] 235/469 loss 0.5000 accuracy 0.8750 12,345/s 1:23",
        at(235).fit(81));
    assertEquals("epoch  7/40 [====    ] 235/469 loss 0.5000 12,345/s 1:23", at(235).fit(57));
    assertEquals("epoch  7/40 235/469 loss 0.5000 12,345/s 1:23", at(235).fit(56));
    assertEquals("epoch  7/4", at(235).fit(11));
  }

  @Test
  void neverAsWideAsTheTerminal() {
    for (var columns = 1; columns < 200; columns++) {
      for (var step : new long[] {1, 10, 468, 469}) {
        var line = at(step).fit(columns);
        assertTrue(line.length() < columns, columns + ": " + line);
      }
    }
  }

  @Test
  void theBarIsFullAtTheEndOnly() {
    assertTrue(at(469).fit(120).contains("[" + "=".repeat(30) + "]"));
    assertTrue(at(468).fit(120).contains("= ]"));
    assertTrue(at(1).fit(120).contains("[" + " ".repeat(30) + "]"));
  }

  @Test
  void durations() {
    assertEquals("0:00", ProgressLine.duration(0));
    assertEquals("0:01", ProgressLine.duration(0.6));
    assertEquals("59:59", ProgressLine.duration(3599));
    assertEquals("1:00:00", ProgressLine.duration(3600));
    assertEquals("100:01:05", ProgressLine.duration(360065));
  }
}
