package org.caracal.console;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.ToIntFunction;
import org.caracal.CaracalException;
import org.jspecify.annotations.Nullable;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IFactory;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/**
 * The command line: takes the arguments, returns the exit code. The launcher finds it by its
 * service property.
 */
@Component(service = ToIntFunction.class, property = "caracal.command=main")
public final class CommandLineService implements ToIntFunction<String[]> {
  /** Exit code of a command that was told to end. */
  static final int INTERRUPTED = 130;

  private static final Map<String, Class<?>> COMMANDS = commands();

  private final Services services;

  /** The command {@code caracal} itself. */
  @Command(
      name = "caracal",
      description = "Deep learning that lives inside a running OSGi container.",
      mixinStandardHelpOptions = true,
      version = "caracal 0.1.0",
      synopsisSubcommandLabel = "COMMAND")
  static final class Root {
    @Option(
        names = "--plugins",
        paramLabel = "DIR",
        scope = ScopeType.INHERIT,
        description = "a folder of drop-in bundles, watched from now on")
    @Nullable Path plugins;
  }

  /** Takes what the commands call. */
  @Activate
  public CommandLineService(@Reference Services services) {
    this.services = services;
  }

  @Override
  public int applyAsInt(String[] arguments) {
    var root = new Root();
    var factory = new CommandFactory(services);
    var commandLine = new CommandLine(root, factory);
    subcommands(arguments)
        .forEach((name, type) -> commandLine.addSubcommand(name, new CommandLine(type, factory)));
    commandLine.setOut(new PrintWriter(services.out(), true, UTF_8));
    commandLine.setExecutionStrategy(parsed -> execute(root, parsed));
    commandLine.setParameterExceptionHandler(CommandLineService::explain);
    commandLine.setExecutionExceptionHandler((failure, command, parsed) -> report(failure));
    commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    if (arguments.length == 0) {
      commandLine.usage(System.err);
      return CommandLine.ExitCode.USAGE;
    }
    return commandLine.execute(arguments);
  }

  private static Map<String, Class<?>> commands() {
    var commands = new LinkedHashMap<String, Class<?>>();
    commands.put("train", TrainCommand.class);
    commands.put("evaluate", EvaluateCommand.class);
    commands.put("predict", PredictCommand.class);
    commands.put("summary", SummaryCommand.class);
    commands.put("plugins", PluginsCommand.class);
    commands.put("backends", BackendsCommand.class);
    commands.put("describe", DescribeCommand.class);
    commands.put("doctor", DoctorCommand.class);
    commands.put("shell", ShellCommand.class);
    return Collections.unmodifiableMap(commands);
  }

  /**
   * All of them, unless the first argument names one or needs none: to read the options of the
   * others takes a tenth of the time to the first step.
   */
  private static Map<String, Class<?>> subcommands(String[] arguments) {
    var first = arguments.length == 0 ? "" : arguments[0];
    if (first.equals("--version") || first.equals("-V")) {
      return Map.of();
    }
    var command = COMMANDS.get(first);
    return command == null ? COMMANDS : Map.of(first, command);
  }

  private int execute(Root root, ParseResult parsed) {
    var help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return help;
    }
    try {
      PluginFolder.watch(services.context(), Optional.ofNullable(root.plugins));
    } catch (CaracalException e) {
      return report(e);
    }
    return new CommandLine.RunLast().execute(parsed);
  }

  /** What is wrong with the arguments, and where to read more: no page of usage. */
  private static int explain(ParameterException failure, String[] arguments) {
    var command = failure.getCommandLine();
    var suggestions =
        failure instanceof UnmatchedArgumentException unmatched
            ? unmatched.getSuggestions()
            : List.<String>of();
    System.err.println(
        "caracal: "
            + failure.getMessage()
            + (suggestions.isEmpty() ? "" : "; did you mean " + suggestions.get(0) + "?"));
    System.err.println("see " + command.getCommandSpec().qualifiedName() + " --help");
    return CommandLine.ExitCode.USAGE;
  }

  private static int report(Exception failure) {
    if (failure instanceof CaracalException known) {
      print(known);
      return known.exitCode();
    }
    if (failure instanceof InterruptedException) {
      return INTERRUPTED;
    }
    System.err.println("caracal: a failure that should not happen, please report it:");
    failure.printStackTrace();
    return 4;
  }

  /** A failure for people; with all its causes if the environment variable CARACAL_DEBUG is set. */
  static void print(CaracalException failure) {
    System.err.println("caracal: " + failure.getMessage());
    if (System.getenv("CARACAL_DEBUG") != null) {
      failure.printStackTrace();
    }
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
