package org.caracal.it.faulty;

import org.caracal.array.NdArray;
import org.caracal.metric.Metric;
import org.caracal.plugin.MetricPlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** A metric that throws. */
@Component(service = Metric.class)
@MetricPlugin(name = "faulty")
public final class FaultyMetric implements Metric<FaultyMetric.Options> {
  /** Where it throws. */
  public enum Fault {
    /** At the beginning. */
    START,
    /** When it gets a batch. */
    ADD,
    /** When it is asked for its value. */
    VALUE
  }

  /** Options of {@code faulty}. */
  public record Options(@Option("where it throws") Fault fault) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public boolean higherIsBetter() {
    return true;
  }

  @Override
  public Accumulator start(Options options) {
    check(options, Fault.START);
    return new Accumulator() {
      @Override
      public void add(NdArray prediction, NdArray target, int rows) {
        check(options, Fault.ADD);
      }

      @Override
      public double value() {
        check(options, Fault.VALUE);
        return 0;
      }

      @Override
      public double[] state() {
        return new double[0];
      }

      @Override
      public void restore(double[] state) {}
    };
  }

  private static void check(Options options, Fault here) {
    if (options.fault() == here) {
      throw new IllegalStateException("no mood");
    }
  }
}
