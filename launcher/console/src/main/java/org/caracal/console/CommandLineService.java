package org.caracal.console;

import java.util.function.ToIntFunction;
import org.caracal.CaracalException;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;

/**
 * The command line: takes the arguments, returns the exit code. The launcher finds it by its
 * service property.
 */
@Component(service = ToIntFunction.class, property = "caracal.command=main")
public final class CommandLineService implements ToIntFunction<String[]> {
  private final Services services;

  /** The command {@code caracal} itself. */
  @Command(
      name = "caracal",
      description = "Deep learning that lives inside a running OSGi container.",
      mixinStandardHelpOptions = true,
      version = "caracal 0.1.0",
      synopsisSubcommandLabel = "COMMAND",
      subcommands = {
        TrainCommand.class,
        EvaluateCommand.class,
        PredictCommand.class,
        SummaryCommand.class,
        PluginsCommand.class,
        BackendsCommand.class,
        DescribeCommand.class,
        DoctorCommand.class,
        ShellCommand.class
      })
  static final class Root {}

  /** Takes what the commands call. */
  @Activate
  public CommandLineService(@Reference Services services) {
    this.services = services;
  }

  @Override
  public int applyAsInt(String[] arguments) {
    var commandLine = new CommandLine(Root.class, new CommandFactory(services));
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    if (arguments.length == 0) {
      commandLine.usage(System.err);
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(arguments);
  }

  private static int report(Exception failure) {
    if (failure instanceof CaracalException known) {
      System.err.println("caracal: " + known.getMessage());
      return known.exitCode();
    }
    System.err.println("caracal: a failure that should not happen, please report it:");
    failure.printStackTrace();
    return 4;
  }

  /** Makes commands with their constructor argument; everything else as picocli does. */
  private record CommandFactory(Services services) implements IFactory {
    @Override
    public <K> K create(Class<K> type) throws Exception {
      for (var constructor : type.getDeclaredConstructors()) {
        if (constructor.getParameterCount() == 1
            && constructor.getParameterTypes()[0] == Services.class) {
          return type.cast(constructor.newInstance(services));
        }
      }
      return CommandLine.defaultFactory().create(type);
    }
  }
}
