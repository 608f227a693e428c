package org.caracal.console;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TableTest {
  @Test
  void columnsOfNumbersAreSetToTheRight() {
    var table =
        new Table("layer", "parameters", "bundle")
            .row("dense_1", 8320L, "layers 1.0.0")
            .row("relu", 0L, "layers 1.0.0");
    assertEquals(
        """
        layer    parameters  bundle
        dense_1       8,320  layers 1.0.0
        relu              0  layers 1.0.0
        """
            .replace("\n", System.lineSeparator()),
        table.toString());
  }

  @Test
  void noRowsNoHarm() {
    assertEquals("run  job" + System.lineSeparator(), new Table("run", "job").toString());
  }
}
