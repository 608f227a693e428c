package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MetricTextTest {
  @Test
  void numbersShowWhatTheyHave() {
    assertEquals("0.1235", MetricText.number(0.12345678));
    assertEquals("12345.6789", MetricText.number(12345.6789));
    assertEquals("0.0000", MetricText.number(0));
    assertEquals("1.234e-05", MetricText.number(0.000012344));
    assertEquals("-2.500e+07", MetricText.number(-2.5e7));
    assertEquals("NaN", MetricText.number(Double.NaN));
    assertEquals("Infinity", MetricText.number(Double.POSITIVE_INFINITY));
  }

  @Test
  void theLossComesFirstAndValidationStandsInBrackets() {
    var metrics =
        Map.of("accuracy", 0.5, "loss", 1.0, "validation.loss", 2.0, "validation.accuracy", 0.25);
    assertEquals(
        List.of("loss 1.0000 (val 2.0000)", "accuracy 0.5000 (val 0.2500)"),
        MetricText.list(metrics));
    assertEquals(List.of("f1 0.5000"), MetricText.list(Map.of("f1", 0.5)));
    assertEquals(List.of(), MetricText.list(Map.of()));
  }
}
