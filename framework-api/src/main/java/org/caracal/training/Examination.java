package org.caracal.training;

import java.util.List;

/**
 * A service that examines one part of the system for the {@code doctor} command. Any bundle may
 * register one.
 */
public interface Examination {
  /** Examines; must not throw and should take less than a second. */
  List<Finding> examine();

  /**
   * One finding.
   *
   * @param subject what was examined
   * @param healthy whether all is well
   * @param detail what was found
   * @param remedy what to do about it; empty if healthy
   */
  record Finding(String subject, boolean healthy, String detail, String remedy) {}
}
