package org.caracal.training;

import java.nio.file.Path;
import java.util.Map;

/** A service that reads jobs from specs (YAML). Thread-safe. */
public interface JobReader {
  /**
   * Reads a job.
   *
   * @param spec the file
   * @param settings values that replace those of the spec, by dotted path such as {@code
   *     training.epochs}; values are YAML
   * @throws org.caracal.SpecException if something does not fit; the message names file, line and
   *     remedy
   */
  Job read(Path spec, Map<String, String> settings);
}
