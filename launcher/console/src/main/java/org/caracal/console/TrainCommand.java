package org.caracal.console;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.caracal.training.Run;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caracal train SPEC}. */
@Command(
    name = "train",
    description = "Trains what a spec describes.",
    mixinStandardHelpOptions = true,
    exitCodeListHeading = "%nExit codes:%n",
    exitCodeList = {
      "0:done",
      "2:wrong usage or spec",
      "3:bad data",
      "4:a plugin or backend failed",
      "130:interrupted, after saving"
    })
final class TrainCommand implements Callable<Integer> {
  private static final int INTERRUPTED = 130;
  private static final long SECONDS_TO_SAVE = 50;

  private final Services services;

  @Mixin SpecOptions spec;
  @Mixin BackendOptions backend;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description = "number of epochs, instead of the spec's")
  Integer epochs;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "a folder of drop-in bundles, watched from now on")
  Path plugins;

  @Option(names = "--checkpoint", paramLabel = "DIR", description = "where to save checkpoints")
  Path checkpoints;

  @Option(
      names = "--resume",
      paramLabel = "DIR",
      description = "a checkpoint, or a folder of them, to go on from")
  Path resume;

  @Option(
      names = "--swap-every",
      paramLabel = "STEPS",
      defaultValue = "0",
      description = "moves to the next backend after so many steps, for trials")
  long swapEvery;

  @ArgGroup OutputOptions output = new OutputOptions();

  TrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws Exception {
    if (plugins != null) {
      services.watch(plugins);
    }
    Map<String, String> settings = new LinkedHashMap<>();
    if (epochs != null) {
      settings.put("training.epochs", epochs.toString());
    }
    var job = spec.read(services, settings);
    try (var display = output.display(services.context())) {
      display.begin(job);
      // a run that is resumed goes on saving where it was saved
      var folder = Optional.ofNullable(checkpoints).or(() -> Optional.ofNullable(resume));
      var options = backend.toRunOptions(folder, Optional.ofNullable(resume), swapEvery);
      var run = services.trainer().start(job, options);
      var hook = new Thread(() -> stopAndWait(run), "caracal-stop");
      Runtime.getRuntime().addShutdownHook(hook);
      var result = run.result().toCompletableFuture().get();
      display.end(result);
      return removed(hook)
          ? result.failure().map(failure -> failure.exitCode()).orElse(0)
          : INTERRUPTED;
    }
  }

  /** Runs while the process is told to end: the run saves, then ends. */
  private static void stopAndWait(Run run) {
    run.stop();
    try {
      run.result().toCompletableFuture().get(SECONDS_TO_SAVE, TimeUnit.SECONDS);
    } catch (Exception e) {
      System.err.println("caracal: the run did not stop within " + SECONDS_TO_SAVE + " s");
    }
  }

  private static boolean removed(Thread hook) {
    try {
      return Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      return false; // the process is ending
    }
  }
}
