package org.caracal.cli;

import com.fasterxml.jackson.jr.ob.JSON;
import java.io.IOException;
import java.util.Map;

/** Reads lines of {@code --json}. */
final class Json {
  private static final JSON STRICT = JSON.std.with(JSON.Feature.FAIL_ON_DUPLICATE_MAP_KEYS);

  private Json() {}

  static Map<String, Object> object(String line) {
    try {
      return STRICT.mapFrom(line);
    } catch (IOException e) {
      throw new AssertionError("no JSON object: " + line, e);
    }
  }
}
