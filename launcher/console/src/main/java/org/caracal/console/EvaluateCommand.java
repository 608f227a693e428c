package org.caracal.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caracal evaluate CHECKPOINT}. */
@Command(
    name = "evaluate",
    description = "Judges a trained model by the test split of its data.",
    mixinStandardHelpOptions = true)
final class EvaluateCommand implements Callable<Integer> {
  private final Services services;

  @Parameters(paramLabel = "CHECKPOINT", description = "a checkpoint, or a folder of them")
  Path checkpoint;

  @Option(names = "--json", description = "prints one JSON object")
  boolean json;

  @Mixin BackendOptions backend;

  EvaluateCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws InterruptedException {
    var metrics =
        new TreeMap<>(
            Background.await(
                () -> services.modelStore().evaluate(checkpoint, backend.toRunOptions())));
    if (json) {
      services.out().println(JsonView.line("evaluated", new TreeMap<>(Map.of("metrics", metrics))));
    } else {
      MetricText.list(metrics).forEach(services.out()::println);
    }
    return 0;
  }
}
