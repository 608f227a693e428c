package org.caracal.benchmarks;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.Locale;
import java.util.function.DoubleSupplier;
import org.caracal.backend.Execution;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.core.event.Publishers;
import org.caracal.core.training.BenchmarkedStep;

/**
 * What events cost a step: steps as the training loop runs them, with nobody listening and with one
 * listener to all layers, over steps that know nothing of events. The variants take turns, so that
 * whatever else the machine does meets all of them; the processor time of the thread is compared,
 * and the median of the turns' ratios is printed.
 *
 * <p>Arguments: the example ({@code digits-mlp}), and the number of turns.
 */
public final class EventCost {
  private static final int WARM_UP_SECONDS = 10;
  private static final long TURN_NANOS = 5_000_000;

  private final ThreadMXBean clock = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private int steps = 1;

  /** Keeps the compiler from leaving steps out. */
  private double losses;

  private EventCost() {}

  /** Prints the ratios. */
  public static void main(String[] arguments) {
    var job = arguments.length > 0 ? arguments[0] : "digits-mlp";
    new EventCost().measure(job, arguments.length > 1 ? Integer.parseInt(arguments[1]) : 2000);
  }

  private void measure(String name, int turns) {
    try (var session = new JavaSession(new Execution(1), Loops.best());
        var silent =
            new BenchmarkedStep(Jobs.example(name), Jobs.PLUGINS, session, Publishers.silent());
        var heard =
            new BenchmarkedStep(Jobs.example(name), Jobs.PLUGINS, session, Publishers.heard())) {
      DoubleSupplier plain = silent::runWithoutEvents;
      DoubleSupplier unheard = silent::run;
      var end = System.nanoTime() + WARM_UP_SECONDS * 1_000_000_000L;
      while (System.nanoTime() < end) {
        losses += plain.getAsDouble() + unheard.getAsDouble() + heard.run();
      }
      steps = (int) Math.max(1, TURN_NANOS / time(plain));
      System.out.printf(
          Locale.ROOT, "%s: %.1f us a step without events%n", name, time(plain) / 1e3);
      print("nobody listening", ratios(plain, unheard, turns));
      print("one listener to all layers", ratios(plain, heard::run, turns));
    }
  }

  private double[] ratios(DoubleSupplier base, DoubleSupplier other, int turns) {
    var ratios = new double[turns];
    for (var turn = 0; turn < turns; turn++) {
      var first = turn % 2 == 0;
      var before = first ? time(base) : 0;
      var middle = time(other);
      ratios[turn] = middle / (first ? before : time(base));
    }
    Arrays.sort(ratios);
    return ratios;
  }

  private static void print(String what, double[] ratios) {
    System.out.printf(
        Locale.ROOT,
        "%s: ratio %.4f (quartiles %.4f and %.4f)%n",
        what,
        ratios[ratios.length / 2],
        ratios[ratios.length / 4],
        ratios[ratios.length * 3 / 4]);
  }

  /** Processor time of a step, in nanoseconds. */
  private double time(DoubleSupplier step) {
    var start = clock.getCurrentThreadCpuTime();
    for (var i = 0; i < steps; i++) {
      losses += step.getAsDouble();
    }
    return (clock.getCurrentThreadCpuTime() - start) / (double) steps;
  }
}
