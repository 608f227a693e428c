package org.caracal.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caracal doctor}. */
@Command(
    name = "doctor",
    description = "Examines the system and tells remedies; exit code 4 if something is not well.",
    mixinStandardHelpOptions = true)
final class DoctorCommand implements Callable<Integer> {
  private final Services services;

  DoctorCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    var findings = Doctor.examine(services);
    services.out().print(Doctor.report(findings));
    return findings.stream().allMatch(finding -> finding.healthy()) ? 0 : 4;
  }
}
