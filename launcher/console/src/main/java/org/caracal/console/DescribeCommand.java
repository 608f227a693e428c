package org.caracal.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code caracal describe NAME}. */
@Command(
    name = "describe",
    description = "Describes a plugin and its options.",
    mixinStandardHelpOptions = true)
final class DescribeCommand implements Callable<Integer> {
  private final Services services;

  @Parameters(paramLabel = "NAME", description = "name of a plugin")
  String name;

  DescribeCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    services.out().print(Reports.describe(services.catalog(), name));
    return 0;
  }
}
