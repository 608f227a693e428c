package org.caracal.console;

import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code caracal summary SPEC}. */
@Command(
    name = "summary",
    description = "Shows the layers of a model as a table.",
    mixinStandardHelpOptions = true)
final class SummaryCommand implements Callable<Integer> {
  private final Services services;

  @Mixin SpecOptions spec;

  SummaryCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() {
    services
        .out()
        .print(Reports.summary(services.modelStore().summarize(spec.read(services, Map.of()))));
    return 0;
  }
}
