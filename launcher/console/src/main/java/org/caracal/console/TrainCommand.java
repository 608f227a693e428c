package org.caracal.console;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import org.caracal.CaracalException;
import org.caracal.training.Run;
import org.caracal.training.RunResult;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

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
  private final Services services;

  @Mixin TrainOptions options;
  @ArgGroup OutputOptions output = new OutputOptions();

  TrainCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws Exception {
    try (var display = new TrainingDisplay(services.context(), output.view(services.out()))) {
      return run(display);
    }
  }

  private int run(TrainingDisplay display) throws ExecutionException, InterruptedException {
    Run run;
    try {
      var runOptions = options.runOptions();
      var job = options.readJob(services);
      display.begin(job);
      run = services.trainer().start(job, runOptions);
    } catch (CaracalException e) {
      display.refuse(e);
      throw e;
    }
    try {
      return end(display, result(run));
    } catch (InterruptedException e) {
      run.stop();
      var result = result(run);
      end(display, result);
      if (result.checkpoint().isEmpty()) {
        System.err.println("caracal: nothing was saved; --checkpoint DIR saves, --resume goes on");
      }
      return CommandLineService.INTERRUPTED;
    }
  }

  private static RunResult result(Run run) throws ExecutionException, InterruptedException {
    return run.result().toCompletableFuture().get();
  }

  private static int end(TrainingDisplay display, RunResult result) {
    display.end(result);
    result.failure().ifPresent(CommandLineService::print);
    return result.failure().map(CaracalException::exitCode).orElse(0);
  }
}
