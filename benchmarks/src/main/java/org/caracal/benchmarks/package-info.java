/** Benchmarks of kernels, of training steps, and of what events cost them. */
package org.caracal.benchmarks;
