package org.caracal.core.profile;

import org.caracal.backend.Buffer;
import org.caracal.backend.Kernel;

/** A kernel whose calls are counted and timed. */
final class TimedKernel implements Kernel {
  static final int CALLS = 0;
  static final int NANOSECONDS = 1;
  static final int ALLOCATED = 2;
  static final int SUMS = 3;

  private final Kernel kernel;
  private final Tally tally;

  TimedKernel(Kernel kernel, Tally tally) {
    this.kernel = kernel;
    this.tally = tally;
  }

  @Override
  public void run(Buffer[] inputs, Buffer[] outputs) {
    var allocated = AllocatedBytes.ofThisThread();
    var began = System.nanoTime();
    kernel.run(inputs, outputs);
    tally.add(NANOSECONDS, System.nanoTime() - began);
    tally.add(ALLOCATED, AllocatedBytes.ofThisThread() - allocated);
    tally.add(CALLS, 1);
  }
}
