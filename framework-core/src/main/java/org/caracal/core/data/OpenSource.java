package org.caracal.core.data;

import java.nio.file.Path;
import java.util.List;
import org.caracal.CaracalException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.Registered;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.data.Feature;

/** What a source has opened; whatever goes wrong in it becomes a failure that names the source. */
final class OpenSource implements Dataset {
  private final Registered<DataSource<Record>> source;
  private final Dataset data;
  private final List<Feature> features;

  private OpenSource(Registered<DataSource<Record>> source, Dataset data) {
    this.source = source;
    this.data = data;
    this.features = List.copyOf(data.features());
  }

  /**
   * Opens a source.
   *
   * @param where what uses it, for messages
   */
  @SuppressWarnings("ConstantConditions") // what others have written may return null
  static Dataset open(Configured<DataSource<Record>> source, Path directory, String where) {
    var subject = source.spec().location().prefix(where + ", " + source.registered());
    try {
      var data = source.plugin().open(source.options(), directory);
      if (data == null) {
        throw new IllegalStateException("it opened no data set");
      }
      return new OpenSource(source.registered(), data);
    } catch (IllegalArgumentException | SpecException e) {
      throw new SpecException(subject + ": " + e.getMessage(), e);
    } catch (CaracalException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(subject + " failed: " + e, e);
    }
  }

  @Override
  public int size() {
    return data.size();
  }

  @Override
  public List<Feature> features() {
    return features;
  }

  @Override
  public void read(int feature, int example, NdArray batch, int row) {
    try {
      data.read(feature, example, batch, row);
    } catch (CaracalException e) {
      throw e;
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(
          source
              + " failed to read feature "
              + features.get(feature).name()
              + " of "
              + describe(example)
              + ": "
              + e,
          e);
    }
  }

  /** What arrays fail at is not of the source's making; of others, each example may be to blame. */
  @Override
  public void read(int feature, int[] examples, int from, int rows, NdArray batch) {
    if (data instanceof ArrayDataset arrays) {
      arrays.read(feature, examples, from, rows, batch);
    } else {
      Dataset.super.read(feature, examples, from, rows, batch);
    }
  }

  @Override
  public String describe(int example) {
    return data.describe(example);
  }

  @Override
  public String toString() {
    return source.toString();
  }
}
