package org.caracal.core.data;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.DataException;
import org.caracal.SpecException;
import org.caracal.array.NdArray;
import org.caracal.core.file.Npy;
import org.caracal.core.file.Npz;
import org.caracal.data.ArrayDataset;
import org.caracal.data.DataSource;
import org.caracal.data.Dataset;
import org.caracal.plugin.DataSourcePlugin;
import org.caracal.plugin.Option;
import org.osgi.service.component.annotations.Component;

/**
 * Arrays of NumPy whose first axis counts the examples: each array of an npz file is a feature of
 * its name, or each of several npy files.
 */
@Component(service = DataSource.class)
@DataSourcePlugin(name = "npy")
public final class NpySource implements DataSource<NpySource.Options> {
  /** Options of {@code npy}. */
  public record Options(
      @Option(value = "an npz file", byDefault = "") String file,
      @Option(value = "npy files; the features are named after them", byDefault = "[]")
          List<String> files) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public Dataset open(Options options, Path directory) {
    Map<String, NdArray> arrays = new LinkedHashMap<>();
    if (!options.file().isEmpty()) {
      arrays.putAll(Npz.read(directory.resolve(options.file())));
    }
    for (var file : options.files()) {
      var name = Path.of(file).getFileName().toString();
      arrays.put(
          name.endsWith(".npy") ? name.substring(0, name.length() - 4) : name,
          Npy.read(directory.resolve(file)));
    }
    if (arrays.isEmpty()) {
      throw new SpecException(
          "source npy needs the option file (an npz file) or files (npy files)");
    }
    for (var entry : arrays.entrySet()) {
      if (entry.getValue().shape().rank() == 0) {
        throw new DataException(
            "array " + entry.getKey() + " is a scalar: its first axis must count the examples");
      }
    }
    return new ArrayDataset(arrays);
  }
}
