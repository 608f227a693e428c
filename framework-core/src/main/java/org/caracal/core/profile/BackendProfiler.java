package org.caracal.core.profile;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Kernel;
import org.caracal.backend.Limits;
import org.caracal.core.plan.Instrument;
import org.caracal.core.plan.Segment;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Cost;
import org.caracal.training.Profile.Part;

/**
 * Adds up what one backend does. The JVM compiles while the first steps run, so they are left out:
 * a quarter to a half of all, but no more than some seconds.
 */
final class BackendProfiler implements Instrument {
  private static final System.Logger LOGGER = System.getLogger(BackendProfiler.class.getName());

  private static final long FIRST_MARK_NANOS = 250_000_000;
  private static final long MOST_SKIPPED_NANOS = 8_000_000_000L;

  private static final int STEPS = 0;
  private static final int NANOSECONDS = 1;
  private static final int WAITING = 2;
  private static final int TELLING = 3;
  private static final int ALLOCATED = 4;
  private static final int SUMS = 5;

  private final String backend;
  private final int threads;
  private final Tally steps = new Tally(SUMS);
  private final Map<Place, Tally> kernels = new LinkedHashMap<>();
  private long nextMark = FIRST_MARK_NANOS;
  private Optional<Limits> limits = Optional.empty();

  BackendProfiler(String backend, int threads) {
    this.backend = backend;
    this.threads = threads;
  }

  /**
   * Which kernel of a step. Plans that are made anew have the same ones again; a step that calls
   * several equal ones for a layer has them counted together.
   */
  private record Place(Part part, String path, List<String> fused, String name, Work work) {
    static Place of(Instrument.Site site) {
      return new Place(
          partOf(site.segment()),
          site.segment().path(),
          site.fused().stream()
              .filter(segment -> partOf(segment).isOfLayer())
              .map(Segment::path)
              .distinct()
              .toList(),
          KernelName.of(site.request()),
          Work.of(site.request()));
    }
  }

  private static Part partOf(Segment segment) {
    return switch (segment.kind()) {
      case FORWARD -> Part.FORWARD;
      case LOSS -> Part.LOSS;
      case BACKWARD -> Part.BACKWARD;
      case GUARD -> Part.GUARD;
      case UPDATE -> Part.UPDATE;
    };
  }

  @Override
  public Kernel attach(Site site, Kernel kernel) {
    var tally = kernels.computeIfAbsent(Place.of(site), place -> new Tally(TimedKernel.SUMS));
    return new TimedKernel(kernel, tally);
  }

  /** A step is over. */
  void step(long nanoseconds, long waiting, long telling, long allocated) {
    steps.add(STEPS, 1);
    steps.add(NANOSECONDS, nanoseconds);
    steps.add(WAITING, waiting);
    steps.add(TELLING, telling);
    steps.add(ALLOCATED, allocated);
    var passed = steps.sum(NANOSECONDS);
    if (passed > nextMark && steps.skipped(NANOSECONDS) < MOST_SKIPPED_NANOS) {
      steps.mark();
      kernels.values().forEach(Tally::mark);
      while (nextMark < passed) {
        nextMark *= 2;
      }
    }
  }

  /**
   * Measures what the session can do, once; a backend that cannot tell is none the worse for it.
   */
  void measure(BackendSession session, DType dtype) {
    if (limits.isEmpty()) {
      try {
        limits = session.limits(dtype);
      } catch (RuntimeException | LinkageError e) {
        LOGGER.log(System.Logger.Level.WARNING, backend + " does not tell its limits", e);
      }
    }
  }

  /** Whether there is a step that counts. */
  boolean hasSteps() {
    return steps.counted(STEPS) > 0;
  }

  Profile profile(List<String> layers) {
    var called = new ArrayList<Profile.Kernel>();
    kernels.forEach(
        (place, tally) -> {
          if (tally.counted(TimedKernel.CALLS) > 0) {
            called.add(
                new Profile.Kernel(
                    place.part, place.path, place.fused, place.name, cost(place.work, tally)));
          }
        });
    called.sort(
        Comparator.comparingLong((Profile.Kernel kernel) -> kernel.cost().nanoseconds())
            .reversed());
    return new Profile(
        backend,
        threads,
        limits,
        steps.counted(STEPS),
        steps.skipped(STEPS),
        steps.counted(NANOSECONDS),
        steps.counted(WAITING),
        steps.counted(TELLING),
        steps.counted(ALLOCATED),
        layers,
        called);
  }

  private Cost cost(Work work, Tally tally) {
    var calls = tally.counted(TimedKernel.CALLS);
    return new Cost(
        calls,
        tally.counted(TimedKernel.NANOSECONDS),
        calls * work.operations(),
        calls * work.bytes(),
        tally.counted(TimedKernel.ALLOCATED),
        calls
            * limits
                .map(known -> known.nanoseconds(work.operations(), work.bytes()))
                .orElse(Double.NaN));
  }
}
