package org.caracal.benchmarks.workload;

/** What is measured of a process. */
enum Quantity {
  /** Steps in a second. */
  STEPS_PER_SECOND,
  /** Median of the time of a call, in microseconds. */
  LATENCY_P50,
  /** 99th percentile of it. */
  LATENCY_P99,
  /** From the start of the process to the end of its first step, in seconds. */
  SECONDS_TO_FIRST_STEP,
  /** Peak of resident memory, in MiB. */
  PEAK_MEMORY;

  /** Whether more of it is better. */
  boolean isMoreBetter() {
    return this == STEPS_PER_SECOND;
  }
}
