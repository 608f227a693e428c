/** The workloads in the own code of DL4J. */
package org.caracal.benchmarks.peer.dl4j;
