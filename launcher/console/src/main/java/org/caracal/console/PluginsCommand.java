package org.caracal.console;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code caracal plugins}. */
@Command(
    name = "plugins",
    description = "Lists the plugins that are installed.",
    mixinStandardHelpOptions = true)
final class PluginsCommand implements Callable<Integer> {
  private final Services services;

  PluginsCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    services.out().print(Reports.plugins(services.catalog()));
    return 0;
  }
}
