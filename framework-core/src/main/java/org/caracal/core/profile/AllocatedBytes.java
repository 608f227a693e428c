package org.caracal.core.profile;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** How many bytes threads have allocated, as far as the JVM tells: some have no such module. */
final class AllocatedBytes {
  private static final boolean KNOWN = isKnown();

  private AllocatedBytes() {}

  private static boolean isKnown() {
    try {
      return Threads.BEAN.isThreadAllocatedMemorySupported()
          && Threads.BEAN.isThreadAllocatedMemoryEnabled();
    } catch (LinkageError | ClassCastException missing) {
      return false;
    }
  }

  /** Bytes so far; always 0 if it is not known. */
  static long ofThisThread() {
    return KNOWN ? Threads.BEAN.getCurrentThreadAllocatedBytes() : 0;
  }

  /** Is loaded only where it can be. */
  private static final class Threads {
    static final ThreadMXBean BEAN = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  }
}
