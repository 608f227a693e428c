package org.caracal.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/** The distribution that the build has made, run as a process in a folder of the test. */
final class Caracal {
  static final Path HOME = Path.of(System.getProperty("distribution")).toAbsolutePath().normalize();

  /** The folder with the bundle of the example mish-layer. */
  static final Path PLUGINS = Path.of(System.getProperty("plugins")).toAbsolutePath();

  /** The example that trains on the embedded digits. */
  static final String DIGITS = HOME.resolve("examples/digits-mlp.yaml").toString();

  private static final long SECONDS_TO_END = 120;

  private final Path folder;
  private final Path home;
  private final Map<String, String> environment = new TreeMap<>();

  Caracal(Path folder) {
    this(folder, HOME);
  }

  /** A distribution that lies elsewhere. */
  Caracal(Path folder, Path home) {
    this.folder = folder;
    this.home = home;
    environment.put("JAVA_HOME", System.getProperty("java.home"));
    if (!home.equals(HOME)) {
      environment.put("CARACAL_ARCHIVE", "off"); // not one for each folder of a test
    }
  }

  /** With a variable of the environment. */
  Caracal with(String variable, String value) {
    environment.put(variable, value);
    return this;
  }

  /** For commands that end before anything is computed for long. */
  Caracal quickToStart() {
    return with("CARACAL_JAVA_OPTS", "-XX:TieredStopAtLevel=1");
  }

  /**
   * How a process has ended.
   *
   * @param code its exit code
   * @param out what it wrote to standard output
   * @param err what it wrote to standard error, but for the JVM's remark on incubator modules
   */
  record Outcome(int code, String out, String err) {
    /** Standard output, a line an object. */
    List<Map<String, Object>> events() {
      return out.lines().map(Json::object).toList();
    }
  }

  /** Runs a command to its end. */
  Outcome run(String... arguments) {
    return await(start("", arguments));
  }

  /** Runs a command that gets a text as its standard input. */
  Outcome runWithInput(String input, String... arguments) {
    return await(start(input, arguments));
  }

  /** Starts a command. */
  Started start(String input, String... arguments) {
    try {
      var number = Files.list(folder).filter(file -> file.toString().endsWith(".out")).count();
      var out = folder.resolve("process-" + number + ".out");
      var err = folder.resolve("process-" + number + ".err");
      var in = Files.writeString(folder.resolve("process-" + number + ".in"), input);
      var command = new ArrayList<>(List.of(home.resolve("caracal").toString()));
      command.addAll(List.of(arguments));
      var builder =
          new ProcessBuilder(command)
              .directory(folder.toFile())
              .redirectInput(in.toFile())
              .redirectOutput(out.toFile())
              .redirectError(err.toFile());
      builder.environment().keySet().removeIf(name -> name.startsWith("CARACAL_"));
      builder.environment().remove("JAVA_TOOL_OPTIONS");
      builder.environment().putAll(environment);
      return new Started(builder.start(), out, err);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * A process that may still run.
   *
   * @param process the process, which is the JVM: the script replaces itself by it
   * @param out file with its standard output
   * @param err file with its standard error
   */
  record Started(Process process, Path out, Path err) {
    /** Waits until standard output or standard error contains a text. */
    void awaitText(String text) {
      var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_TO_END);
      while (!(read(out) + read(err)).contains(text)) {
        if (!process.isAlive() || System.nanoTime() > end) {
          throw new AssertionError("no '" + text + "' in\n" + read(out) + "\n" + read(err));
        }
        sleep(20);
      }
    }

    /** What Ctrl-C does. */
    void interrupt() {
      try {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid())).start().waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } catch (InterruptedException e) {
        throw new AssertionError(e);
      }
    }
  }

  static Outcome await(Started started) {
    try {
      if (!started.process().waitFor(SECONDS_TO_END, TimeUnit.SECONDS)) {
        started.process().destroyForcibly();
        throw new AssertionError(
            "the process does not end:\n" + read(started.out()) + "\n" + read(started.err()));
      }
    } catch (InterruptedException e) {
      started.process().destroyForcibly();
      throw new AssertionError(e);
    }
    var err = new StringBuilder();
    read(started.err())
        .lines()
        .filter(line -> !line.startsWith("WARNING: Using incubator modules"))
        .forEach(line -> err.append(line).append('\n'));
    return new Outcome(started.process().exitValue(), read(started.out()), err.toString());
  }

  static String read(Path file) {
    try {
      return Files.readString(file, StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  static void sleep(long milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
