/**
 * Whole workloads, measured in processes of their own: data, the loop that each process runs, and
 * the judge that starts the processes and writes tables. Peers use the first two, which know
 * nothing of Caracal.
 */
package org.caracal.benchmarks.workload;
