package org.caracal.console;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code caracal predict CHECKPOINT --input FILE --output FILE}. */
@Command(
    name = "predict",
    description = "Predicts with a trained model for the examples of a CSV or npy file.",
    mixinStandardHelpOptions = true)
final class PredictCommand implements Callable<Integer> {
  private final Services services;

  @Parameters(paramLabel = "CHECKPOINT", description = "a checkpoint, or a folder of them")
  Path checkpoint;

  @Option(
      names = "--input",
      paramLabel = "FILE",
      required = true,
      description = "the examples, CSV or npy")
  Path input;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      required = true,
      description = "the predictions, CSV or npy")
  Path output;

  @Mixin BackendOptions backend;

  PredictCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws InterruptedException {
    var examples =
        Background.await(
            () -> services.modelStore().predict(checkpoint, input, output, backend.toRunOptions()));
    System.err.println("caracal: " + examples + " predictions written to " + output);
    return 0;
  }
}
