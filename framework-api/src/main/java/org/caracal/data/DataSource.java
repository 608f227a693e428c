package org.caracal.data;

import java.nio.file.Path;
import org.caracal.plugin.Configurable;

/**
 * Opens data sets. A service marked with {@link org.caracal.plugin.DataSourcePlugin}; stateless and
 * thread-safe.
 *
 * @param <O> the options
 */
public interface DataSource<O extends Record> extends Configurable<O> {
  /**
   * Opens the data.
   *
   * @param directory where relative paths start
   * @throws org.caracal.DataException if it is missing or malformed; the message names file and
   *     place
   */
  Dataset open(O options, Path directory);
}
