package org.caracal.core.profile;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;

class TallyTest {
  @Test
  void whatCameBeforeTheMarkBeforeTheLastIsLeftOut() {
    var tally = new Tally(2);
    tally.add(1, 100);
    assertEquals(100, tally.counted(1));
    tally.mark();
    tally.add(1, 10);
    assertEquals(110, tally.counted(1));
    tally.mark();
    tally.add(1, 1);
    assertEquals(11, tally.counted(1));
    assertEquals(100, tally.skipped(1));
    assertEquals(111, tally.sum(1));
    assertEquals(0, tally.counted(0));
  }
}
