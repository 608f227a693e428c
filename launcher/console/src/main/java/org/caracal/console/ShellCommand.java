package org.caracal.console;

import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.caracal.CaracalException;
import org.caracal.training.Run;
import org.osgi.framework.BundleEvent;
import org.osgi.framework.Constants;
import org.osgi.framework.SynchronousBundleListener;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/**
 * {@code caracal shell SPEC}. The shell stops the framework at the end of its input. Before any
 * bundle is stopped then, the runs are: saved and ended if somebody typed {@code exit}; awaited if
 * the input was no terminal, for nobody can steer them any more.
 */
@Command(
    name = "shell",
    description =
        "Trains what a spec describes and opens a shell on the running container; type help there.",
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  private final Services services;

  @Mixin TrainOptions options;

  ShellCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws Exception {
    var run = services.trainer().start(options.readJob(services), options.runOptions());
    System.err.println("caracal: " + run.id() + " trains " + run.job().name());
    services.announceEnd(run);
    System.err.println(
        "caracal: bundles in " + PluginFolder.ofDistribution(services.context()) + " are watched");
    var stopping = new CountDownLatch(1);
    SynchronousBundleListener listener =
        event -> {
          if (event.getType() == BundleEvent.STOPPING
              && event.getBundle().getBundleId() == Constants.SYSTEM_BUNDLE_ID) {
            endRuns(Boolean.getBoolean("caracal.terminal.input"));
            // bundles that are stopped have nothing to say there; Gogo puts the stream back that it
            // found, so it is the stream that must end
            services.out().close();
            stopping.countDown();
          }
        };
    services.context().addBundleListener(listener);
    AddOn.start(services.context(), "watch");
    System.setOut(services.out()); // where the shell talks
    AddOn.start(services.context(), "shell");
    try {
      stopping.await();
    } catch (InterruptedException e) {
      endRuns(true);
      return CommandLineService.INTERRUPTED;
    }
    return run.result()
        .toCompletableFuture()
        .join()
        .failure()
        .map(CaracalException::exitCode)
        .orElse(0);
  }

  private void endRuns(boolean stop) {
    var runs = services.activeRuns();
    if (stop) {
      runs.forEach(Run::stop);
    }
    runs.forEach(run -> run.result().toCompletableFuture().join());
  }
}
