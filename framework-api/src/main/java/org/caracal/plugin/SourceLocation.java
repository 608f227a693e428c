package org.caracal.plugin;

import java.util.HashMap;
import java.util.Map;

/**
 * Where something was written, for messages.
 *
 * @param file name of the file, empty if it was not written in a file
 * @param line line, from 1; 0 if unknown
 * @param keys lines of the keys of a mapping; those of nested mappings and lists by dotted path:
 *     {@code kernel.normal}, {@code layers.0}
 */
public record SourceLocation(String file, int line, Map<String, Integer> keys) {
  /** Not written in a file. */
  public static final SourceLocation NONE = new SourceLocation("", 0, Map.of());

  /** Copies the map. */
  public SourceLocation {
    keys = Map.copyOf(keys);
  }

  /** The place of one key, with the places of the keys below it. */
  public SourceLocation of(String key) {
    var prefix = key + ".";
    var below = new HashMap<String, Integer>();
    keys.forEach(
        (path, at) -> {
          if (path.startsWith(prefix)) {
            below.put(path.substring(prefix.length()), at);
          }
        });
    return new SourceLocation(file, keys.getOrDefault(key, line), below);
  }

  /** {@code file:line: message}, or the message alone if the place is unknown. */
  public String prefix(String message) {
    var place = toString();
    return place.isEmpty() ? message : place + ": " + message;
  }

  /** {@code file:line}, or an empty text if unknown. */
  @Override
  public String toString() {
    return file.isEmpty() ? "" : file + (line > 0 ? ":" + line : "");
  }
}
