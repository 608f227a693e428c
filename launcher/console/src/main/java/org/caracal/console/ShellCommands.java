package org.caracal.console;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.caracal.training.Run;
import org.caracal.training.RunOptions;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

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
      "osgi.command.function=doctor"
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
    return Reports.plugins(services.catalog());
  }

  /** Lists backends. */
  public String backends() {
    return Reports.backends(services);
  }

  /** Moves all runs to a backend. */
  public String backend(String name) {
    var runs = active();
    runs.forEach(run -> run.useBackend(name));
    return runs.size() + " run(s) move to " + name + " after the current step";
  }

  /** Moves one run to a backend. */
  public String backend(String name, String id) {
    find(id).useBackend(name);
    return "run " + id + " moves to " + name + " after the current step";
  }

  /** Lists runs. */
  public String jobs() {
    return Reports.jobs(services.trainer());
  }

  /** Starts a job in the background. */
  public String train(String spec) {
    var job = services.jobReader().read(Path.of(spec), Map.of());
    return "run "
        + services.trainer().start(job, RunOptions.DEFAULT).id()
        + " trains "
        + job.name();
  }

  /** Pauses all runs. */
  public String pause() {
    active().forEach(Run::pause);
    return jobs();
  }

  /** Pauses one run. */
  public String pause(String id) {
    find(id).pause();
    return jobs();
  }

  /** Lets all paused runs go on. */
  public String resume() {
    active().forEach(Run::resume);
    return jobs();
  }

  /** Lets one run go on. */
  public String resume(String id) {
    find(id).resume();
    return jobs();
  }

  /** Stops all runs. */
  public String stop() {
    active().forEach(Run::stop);
    return jobs();
  }

  /** Stops one run. */
  public String stop(String id) {
    find(id).stop();
    return jobs();
  }

  /** Shows the layers of a spec's model. */
  public String summary(String spec) {
    return Reports.summary(
        services.modelStore().summarize(services.jobReader().read(Path.of(spec), Map.of())));
  }

  /** Describes a plugin. */
  public String describe(String name) {
    return Reports.describe(services.catalog(), name);
  }

  /** Examines the system. */
  public String doctor() {
    return Doctor.report(Doctor.examine(services));
  }

  private List<Run> active() {
    return services.trainer().runs().stream().filter(run -> !run.state().isEnd()).toList();
  }

  private Run find(String id) {
    return services.trainer().runs().stream()
        .filter(run -> run.id().equals(id))
        .findFirst()
        .orElseThrow(() -> new IllegalArgumentException("no run " + id + "; jobs lists them"));
  }
}
