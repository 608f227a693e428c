package org.caracal.benchmarks.workload;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;

/** All numbers, kept in a file, so that workloads can be measured one after the other. */
final class Measurements {
  private final Path file;
  private final List<Measurement> all = new ArrayList<>();

  /** Those of a file, if there is one. */
  Measurements(Path file) {
    this.file = file;
    if (Files.exists(file)) {
      Machine.read(file)
          .lines()
          .filter(line -> !line.isEmpty())
          .map(Measurement::parse)
          .forEach(all::add);
    }
  }

  /** Takes numbers in the place of older ones of the same workloads and systems. */
  void replaceBy(List<Measurement> fresh) {
    all.removeIf(old -> fresh.stream().anyMatch(measurement -> measurement.replaces(old)));
    all.addAll(fresh);
    try {
      Files.createDirectories(file.toAbsolutePath().getParent());
      Files.write(file, all.stream().map(Measurement::format).toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Whether a system was measured. */
  boolean has(String system) {
    return all.stream().anyMatch(measurement -> measurement.system().equals(system));
  }

  /** The versions of the JDK that were measured. */
  List<String> jdks() {
    return all.stream().map(Measurement::jdk).distinct().sorted().toList();
  }

  /** The numbers of threads that were measured. */
  List<Integer> threads() {
    return all.stream().map(Measurement::threads).distinct().sorted().toList();
  }

  /** The median over rounds and turns. */
  OptionalDouble median(
      String jdk, Workload workload, int threads, String system, Quantity quantity) {
    var values =
        all.stream()
            .filter(one -> one.jdk().equals(jdk) && one.workload() == workload)
            .filter(one -> one.threads() == threads && one.system().equals(system))
            .filter(one -> one.quantity() == quantity)
            .mapToDouble(Measurement::value)
            .sorted()
            .toArray();
    var middle = values.length / 2;
    return values.length == 0
        ? OptionalDouble.empty()
        : OptionalDouble.of(
            values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2);
  }
}
