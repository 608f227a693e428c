package org.caracal.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caracal backends}. */
@Command(
    name = "backends",
    description = "Lists the backends, the preferred one first, and why others cannot be used.",
    mixinStandardHelpOptions = true)
final class BackendsCommand implements Callable<Integer> {
  private final Services services;

  BackendsCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    services.out().print(Reports.backends(services));
    return 0;
  }
}
