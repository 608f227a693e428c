/** Kernels of oneDNN beside those of the Java backend. */
package org.caracal.benchmarks.peer.onednn;
