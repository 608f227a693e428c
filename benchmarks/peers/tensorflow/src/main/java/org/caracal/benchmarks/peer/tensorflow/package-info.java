/** The workloads in the own code of TensorFlow Java. */
package org.caracal.benchmarks.peer.tensorflow;
