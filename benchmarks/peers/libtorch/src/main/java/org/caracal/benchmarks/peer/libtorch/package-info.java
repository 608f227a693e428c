/** The workloads in the own code of libtorch. */
package org.caracal.benchmarks.peer.libtorch;
