package org.caracal.core.profile;

import java.util.List;
import java.util.Locale;
import jdk.jfr.AnnotationElement;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.EventFactory;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.Percentage;
import jdk.jfr.StackTrace;
import jdk.jfr.Timespan;
import jdk.jfr.ValueDescriptor;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Cost;

/**
 * Puts profiles into a recording of the JDK Flight Recorder, if there is one. The module {@code
 * jdk.jfr} may be missing.
 */
public final class FlightRecording {
  private static final System.Logger LOGGER = System.getLogger(FlightRecording.class.getName());

  private FlightRecording() {}

  /** Records a profile: an event for each layer, one for each kernel. */
  public static void record(String run, Profile profile) {
    try {
      Events.record(run, profile);
    } catch (NoClassDefFoundError missing) {
      // nothing can record it
    } catch (RuntimeException | LinkageError e) { // a run does not fail for want of a record
      LOGGER.log(System.Logger.Level.WARNING, "the flight recorder does not take a profile", e);
    }
  }

  /**
   * Is loaded only where it can be. The types are made at run time: the JDK would have to change
   * the code of classes, which then must see packages that no bundle sees.
   */
  private static final class Events {
    private static final EventFactory LAYER =
        type(
            "caracal.LayerProfile",
            "Layer Profile",
            "what a layer, or another part of a step, cost; at the end of a profiled run",
            text("run", "Run"),
            text("backend", "Backend"),
            text("layer", "Layer"),
            time("time", "Time a step"),
            time("forward", "Forward time a step"),
            time("backward", "Backward time a step"),
            percentage("share", "Share of the time of a step"),
            number("gigaflopsPerSecond", "GFLOP/s"),
            number("gigabytesPerSecond", "GB/s"),
            percentage("shareOfLimit", "Share of the limit"),
            bytes("allocated", "Allocated a step"));

    private static final EventFactory KERNEL =
        type(
            "caracal.KernelProfile",
            "Kernel Profile",
            "what a kernel cost; at the end of a profiled run",
            text("run", "Run"),
            text("backend", "Backend"),
            text("part", "Part of the step"),
            text("path", "Layer or phase"),
            text("kernel", "Kernel"),
            number("calls", "Calls a step"),
            time("time", "Time a step"),
            percentage("share", "Share of the time of a step"),
            number("gigaflopsPerSecond", "GFLOP/s"),
            number("gigabytesPerSecond", "GB/s"),
            percentage("shareOfLimit", "Share of the limit"),
            bytes("allocated", "Allocated a step"));

    private static EventFactory type(
        String name, String label, String description, ValueDescriptor... fields) {
      return EventFactory.create(
          List.of(
              new AnnotationElement(Name.class, name),
              new AnnotationElement(Label.class, label),
              new AnnotationElement(Description.class, description),
              new AnnotationElement(Category.class, new String[] {"Caracal"}),
              new AnnotationElement(StackTrace.class, false)),
          List.of(fields));
    }

    private static ValueDescriptor text(String name, String label) {
      return new ValueDescriptor(
          String.class, name, List.of(new AnnotationElement(Label.class, label)));
    }

    private static ValueDescriptor number(String name, String label) {
      return new ValueDescriptor(
          double.class, name, List.of(new AnnotationElement(Label.class, label)));
    }

    private static ValueDescriptor percentage(String name, String label) {
      return new ValueDescriptor(
          double.class,
          name,
          List.of(
              new AnnotationElement(Label.class, label), new AnnotationElement(Percentage.class)));
    }

    private static ValueDescriptor time(String name, String label) {
      return new ValueDescriptor(
          long.class,
          name,
          List.of(
              new AnnotationElement(Label.class, label),
              new AnnotationElement(Timespan.class, Timespan.NANOSECONDS)));
    }

    private static ValueDescriptor bytes(String name, String label) {
      return new ValueDescriptor(
          long.class,
          name,
          List.of(
              new AnnotationElement(Label.class, label),
              new AnnotationElement(DataAmount.class, DataAmount.BYTES)));
    }

    static void record(String run, Profile profile) {
      for (var layer : profile.byLayer()) {
        layer(run, profile, layer.path(), layer.forward(), layer.backward());
      }
      for (var phase : profile.byPhase()) {
        layer(
            run,
            profile,
            phase.part().toString().toLowerCase(Locale.ROOT) + " of " + phase.path(),
            phase.cost(),
            Cost.NONE);
      }
      layer(run, profile, "waiting for batches", time(profile.waiting(), 0), Cost.NONE);
      layer(run, profile, "metrics and events", time(profile.telling(), 0), Cost.NONE);
      var allocated = profile.allocated() - profile.total().allocated();
      layer(run, profile, "other", time(profile.other(), allocated), Cost.NONE);
      profile.kernels().forEach(kernel -> kernel(run, profile, kernel));
    }

    private static Cost time(long nanoseconds, long allocated) {
      return new Cost(0, nanoseconds, 0, 0, allocated, Double.NaN);
    }

    private static void layer(
        String run, Profile profile, String path, Cost forward, Cost backward) {
      var cost = forward.plus(backward);
      commit(
          LAYER,
          run,
          profile.backend(),
          path,
          cost.nanoseconds() / profile.steps(),
          forward.nanoseconds() / profile.steps(),
          backward.nanoseconds() / profile.steps(),
          (double) cost.nanoseconds() / profile.nanoseconds(),
          cost.gigaflopsPerSecond(),
          cost.gigabytesPerSecond(),
          cost.shareOfLimit(),
          cost.allocated() / profile.steps());
    }

    private static void kernel(String run, Profile profile, Profile.Kernel kernel) {
      var cost = kernel.cost();
      commit(
          KERNEL,
          run,
          profile.backend(),
          kernel.part().toString(),
          kernel.path(),
          kernel.name(),
          (double) cost.calls() / profile.steps(),
          cost.nanoseconds() / profile.steps(),
          (double) cost.nanoseconds() / profile.nanoseconds(),
          cost.gigaflopsPerSecond(),
          cost.gigabytesPerSecond(),
          cost.shareOfLimit(),
          cost.allocated() / profile.steps());
    }

    private static void commit(EventFactory type, Object... values) {
      var event = type.newEvent();
      if (event.shouldCommit()) {
        for (var i = 0; i < values.length; i++) {
          event.set(i, values[i]);
        }
        event.commit();
      }
    }
  }
}
