package org.caracal.console;

import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code caracal shell SPEC}. */
@Command(
    name = "shell",
    description =
        "Trains what a spec describes and opens a shell on the running container; type help there.",
    mixinStandardHelpOptions = true)
final class ShellCommand implements Callable<Integer> {
  private final Services services;

  @Mixin SpecOptions spec;
  @Mixin BackendOptions backend;

  @Option(
      names = "--plugins",
      paramLabel = "DIR",
      description = "a folder of drop-in bundles, watched from now on")
  Path plugins;

  ShellCommand(Services services) {
    this.services = services;
  }

  @Override
  public Integer call() throws Exception {
    if (plugins != null) {
      services.watch(plugins);
    }
    var run = services.trainer().start(spec.read(services, Map.of()), backend.toRunOptions());
    System.err.println(
        "caracal: run " + run.id() + " trains; jobs, plugins, backends and help tell more");
    if (!Boolean.getBoolean("caracal.terminal.input")) {
      // nobody types: the end of the run is the end
      var result = run.result().toCompletableFuture().get();
      return result.failure().map(failure -> failure.exitCode()).orElse(0);
    }
    awaitStop((Framework) services.context().getBundle(Constants.SYSTEM_BUNDLE_LOCATION));
    return 0;
  }

  /** The shell's {@code exit} stops the framework. */
  private static void awaitStop(Framework framework) throws InterruptedException {
    while (framework.getState() == Bundle.ACTIVE || framework.getState() == Bundle.STARTING) {
      Thread.sleep(100);
    }
  }
}
