package org.caracal.core.plan;

import java.util.List;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;

/** Gets to know the kernels of a plan when it is made, and may put others in their places. */
@FunctionalInterface
public interface Instrument {
  /** Leaves all kernels as they are. */
  Instrument NONE = (site, kernel) -> kernel;

  /** The kernel that the plan is to call in place of this one. */
  Kernel attach(Site site, Kernel kernel);

  /**
   * Where a kernel stands in a step.
   *
   * @param segment the segment that most of its operations belong to, the first of several; it may
   *     be run in another one
   * @param fused the other segments that some of its operations belong to
   * @param request what it computes
   */
  record Site(Segment segment, List<Segment> fused, KernelRequest request) {
    /** Copies the list. */
    public Site {
      fused = List.copyOf(fused);
    }
  }
}
