package org.caracal.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.caracal.SpecException;
import org.caracal.training.Run;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;

/** The commands {@code caracal:*} of the Gogo shell. What they return is printed. */
@Component(
    service = ShellCommands.class,
    property = {
      "osgi.command.scope=caracal",
      "osgi.command.function=plugins",
      "osgi.command.function=backends",
      "osgi.command.function=backend",
      "osgi.command.function=jobs",
      "osgi.command.function=train",
      "osgi.command.function=pause",
      "osgi.command.function=resume",
      "osgi.command.function=stop",
      "osgi.command.function=summary",
      "osgi.command.function=describe",
      "osgi.command.function=doctor",
      "osgi.command.function=exit"
    })
public final class ShellCommands {
  private final Services services;

  /** Takes what the commands call. */
  @Activate
  public ShellCommands(@Reference Services services) {
    this.services = services;
  }

  /** Lists plugins. */
  public String plugins() {
    return Reports.plugins(services.catalog()).stripTrailing();
  }

  /** Lists backends. */
  public String backends() {
    return Reports.backends(services).stripTrailing();
  }

  /** Moves all runs to a backend. */
  public String backend(String name) {
    return move(services.activeRuns(), name);
  }

  /** Moves one run to a backend. */
  public String backend(String name, String id) {
    return move(List.of(find(id)), name);
  }

  private static String move(List<Run> runs, String name) {
    return each(runs, run -> run.useBackend(name), "moves to " + name + " after its current step");
  }

  /** Asks something of runs; each does it by itself, some time after this has returned. */
  private static String each(List<Run> runs, Consumer<Run> request, String told) {
    runs.forEach(request);
    return runs.isEmpty()
        ? "no run is active"
        : runs.stream()
            .map(run -> run.id() + " " + told)
            .collect(Collectors.joining(System.lineSeparator()));
  }

  /** Lists runs. */
  public String jobs() {
    return Reports.jobs(services.trainer()).stripTrailing();
  }

  /** Starts a job in the background; takes the options of the command line. */
  public String train(String[] arguments) {
    var options = new TrainOptions();
    try {
      new CommandLine(options).parseArgs(arguments);
    } catch (ParameterException e) {
      throw new SpecException(e.getMessage() + "; usage: train SPEC [OPTION]...", e);
    }
    var run = services.trainer().start(options.readJob(services), options.runOptions());
    services.announceEnd(run);
    return run.id() + " trains " + run.job().name();
  }

  /** Pauses all runs. */
  public String pause() {
    return each(services.activeRuns(), Run::pause, "pauses after its current step");
  }

  /** Pauses one run. */
  public String pause(String id) {
    return each(List.of(find(id)), Run::pause, "pauses after its current step");
  }

  /** Lets all paused runs go on. */
  public String resume() {
    return each(services.activeRuns(), Run::resume, "goes on");
  }

  /** Lets one run go on. */
  public String resume(String id) {
    return each(List.of(find(id)), Run::resume, "goes on");
  }

  /** Stops all runs. */
  public String stop() {
    return each(services.activeRuns(), Run::stop, "stops after its current step");
  }

  /** Stops one run. */
  public String stop(String id) {
    return each(List.of(find(id)), Run::stop, "stops after its current step");
  }

  /** Shows the layers of a spec's model. */
  public String summary(String spec) {
    return Reports.summary(
        services.modelStore().summarize(services.jobReader().read(Path.of(spec), Map.of())));
  }

  /** Describes a plugin. */
  public String describe(String name) {
    return Reports.describe(services.catalog(), name).stripTrailing();
  }

  /** Examines the system. */
  public String doctor() {
    return Doctor.report(Doctor.examine(services)).stripTrailing();
  }

  /** Ends the shell: runs are saved and stopped, then the container. */
  public void exit() throws BundleException {
    services.context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION).stop();
  }

  private Run find(String id) {
    return services.trainer().runs().stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(
            () ->
                new SpecException(
                    "there is no run " + id + "; jobs lists them (bundles: felix:stop)"));
  }
}
