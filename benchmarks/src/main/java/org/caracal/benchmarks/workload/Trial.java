package org.caracal.benchmarks.workload;

/**
 * What a process is to do.
 *
 * @param warmUp seconds before anything counts
 * @param seconds how long steps are counted in a turn
 * @param calls how many calls are timed in a turn, for latency
 */
record Trial(Workload workload, int threads, double warmUp, double seconds, int calls) {}
