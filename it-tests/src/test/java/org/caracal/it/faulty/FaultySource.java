package org.caracal.it.faulty;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.caracal.DataException;
import org.caracal.array.NdArray;
import org.caracal.array.TensorType;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/** Examples {@code x float32[64], y float32[1]}, but for one fault. */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "faulty")
public final class FaultySource implements DataSource<FaultySource.Options> {
  /** What goes wrong. */
  public enum Fault {
    /** Nothing. */
    NONE,
    /** Throws when opened. */
    OPEN,
    /** Is null. */
    NOTHING,
    /** Throws when an example is read. */
    READ,
    /** A class is missing when an example is read. */
    LINKAGE,
    /** Says that an example is malformed. */
    DATA,
    /** An example holds what is not a number. */
    NAN,
    /** Never returns from reading an example, not even when interrupted. */
    HANG
  }

  /** Options of {@code faulty}. */
  public record Options(
      @Option(value = "what goes wrong", byDefault = "none") Fault fault,
      @Option(value = "number of the example with which it does", byDefault = "0") int example,
      @Option(value = "number of examples", byDefault = "1000") int size) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    return switch (options.fault()) {
      case OPEN -> throw new IllegalStateException("no mood");
      case NOTHING -> null;
      default -> new Examples(options);
    };
  }

  private record Examples(Options options) implements Dataset {
    @Override
    public int size() {
      return options.size();
    }

    @Override
    public List<Feature> features() {
      return List.of(
          new Feature("x", TensorType.float32(64)), new Feature("y", TensorType.float32(1)));
    }

    @Override
    public void read(int feature, int example, NdArray batch, int row) {
      var length = feature == 0 ? 64 : 1;
      for (var i = 0; i < length; i++) {
        batch.setDouble(row * length + i, Math.sin(example + 0.1 * i));
      }
      if (example == options.example()) {
        fail(batch, row * length);
      }
    }

    private void fail(NdArray batch, int index) {
      switch (options.fault()) {
        case READ -> throw new IllegalStateException("no mood");
        case LINKAGE -> throw new NoClassDefFoundError("com/example/Missing");
        case DATA -> throw new DataException("the example is torn");
        case NAN -> batch.setDouble(index, Double.NaN);
        case HANG -> hang();
        default -> {}
      }
    }

    private static void hang() {
      while (true) {
        try {
          new CountDownLatch(1).await();
        } catch (InterruptedException e) {
          // that is the fault
        }
      }
    }
  }
}
