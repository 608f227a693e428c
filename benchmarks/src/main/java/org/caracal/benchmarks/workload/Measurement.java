package org.caracal.benchmarks.workload;

/** One number, of one process or one of its turns. */
record Measurement(
    String jdk, Workload workload, int threads, String system, Quantity quantity, double value) {
  private static final String SEPARATOR = "\t";

  /** As a line of a file. */
  String format() {
    return String.join(
        SEPARATOR,
        jdk,
        workload.name(),
        String.valueOf(threads),
        system,
        quantity.name(),
        String.valueOf(value));
  }

  static Measurement parse(String line) {
    var fields = line.split(SEPARATOR);
    return new Measurement(
        fields[0],
        Workload.valueOf(fields[1]),
        Integer.parseInt(fields[2]),
        fields[3],
        Quantity.valueOf(fields[4]),
        Double.parseDouble(fields[5]));
  }

  /** Whether it is of the same workload on the same system. */
  boolean replaces(Measurement other) {
    return jdk.equals(other.jdk)
        && workload == other.workload
        && threads == other.threads
        && system.equals(other.system);
  }
}
