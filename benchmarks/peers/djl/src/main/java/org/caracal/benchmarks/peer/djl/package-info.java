/** The workloads in the own code of DJL with PyTorch. */
package org.caracal.benchmarks.peer.djl;
