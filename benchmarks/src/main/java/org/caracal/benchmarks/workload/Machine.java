package org.caracal.benchmarks.workload;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** This machine and its commands. */
final class Machine {
  private Machine() {}

  /** The start of the command of a JVM that runs what Maven has built in a module. */
  static List<String> java(Path module) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-Xshare:auto"));
    if (Runtime.version().feature() >= 24) {
      command.add("--enable-native-access=ALL-UNNAMED");
      command.add("--sun-misc-unsafe-memory-access=allow");
    }
    command.addAll(
        List.of(
            "-cp", module.resolve("target/classes") + File.pathSeparator + dependencies(module)));
    return command;
  }

  /** The jars that a module runs with. */
  static String dependencies(Path module) {
    return read(module.resolve("target/dependencies"));
  }

  /** What confines a command to one processor, where that can be said. */
  static List<String> onOneProcessor() {
    var allowed = line(Path.of("/proc/self/status"), "Cpus_allowed_list:");
    var last = Math.max(allowed.lastIndexOf(','), allowed.lastIndexOf('-')) + 1;
    return allowed.isEmpty() ? List.of() : List.of("taskset", "-c", allowed.substring(last));
  }

  /** What the processor calls itself. */
  static String processor() {
    var info = Path.of("/proc/cpuinfo");
    var model = line(info, "model name").replaceFirst("^:\\s*", "");
    var flags = " " + line(info, "flags") + " ";
    var vectors =
        flags.contains(" avx512f ") ? ", AVX-512" : flags.contains(" avx2 ") ? ", AVX2" : "";
    // not those that this process is confined to
    var processors =
        Files.exists(info)
            ? read(info).lines().filter(line -> line.startsWith("processor")).count()
            : Runtime.getRuntime().availableProcessors();
    return (model.isEmpty() ? System.getProperty("os.arch") : model)
        + vectors
        + ", "
        + processors
        + " processors";
  }

  /** The peak of resident memory of a process, in MiB, where that can be read. */
  static OptionalDouble peakMemory(long process) {
    var peak = line(Path.of("/proc/" + process + "/status"), "VmHWM:");
    return peak.isEmpty()
        ? OptionalDouble.empty()
        : OptionalDouble.of(Double.parseDouble(peak.replaceAll("\\D", "")) / 1024);
  }

  /** The rest of the first line with that start. */
  private static String line(Path file, String start) {
    return !Files.exists(file)
        ? ""
        : read(file)
            .lines()
            .filter(line -> line.startsWith(start))
            .map(line -> line.substring(start.length()).strip())
            .findFirst()
            .orElse("");
  }

  static String read(Path file) {
    try {
      return Files.readString(file).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** What a command prints. */
  static String output(String... command) {
    try {
      var process =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      return new String(process.getInputStream().readAllBytes(), UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
