package org.caracal.data;

import java.nio.file.Path;
import org.caracal.plugin.NoOptions;

/**
 * A data source over arrays that are there already. Register it as a {@link DataSource} service
 * with the property {@code caracal.name}, and jobs find it by that name.
 */
public final class ArraySource implements DataSource<NoOptions> {
  private final Dataset dataset;

  /** A source of this data set. */
  public ArraySource(Dataset dataset) {
    this.dataset = dataset;
  }

  @Override
  public Class<NoOptions> optionsType() {
    return NoOptions.class;
  }

  @Override
  public Dataset open(NoOptions options, Path directory) {
    return dataset;
  }
}
