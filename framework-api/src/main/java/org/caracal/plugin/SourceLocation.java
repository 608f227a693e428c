package org.caracal.plugin;

import java.util.Map;

/**
 * Where something was written, for messages.
 *
 * @param file name of the file, empty if it was not written in a file
 * @param line line, from 1; 0 if unknown
 * @param keys lines of the keys of a mapping
 */
public record SourceLocation(String file, int line, Map<String, Integer> keys) {
  /** Not written in a file. */
  public static final SourceLocation NONE = new SourceLocation("", 0, Map.of());

  /** Copies the map. */
  public SourceLocation {
    keys = Map.copyOf(keys);
  }

  /** The place of one key. */
  public SourceLocation of(String key) {
    return new SourceLocation(file, keys.getOrDefault(key, line), Map.of());
  }

  /** {@code file:line}, or an empty text if unknown. */
  @Override
  public String toString() {
    return file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "");
  }
}
