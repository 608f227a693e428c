package org.caracal.core.plugin;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.caracal.SpecException;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/**
 * How specs refer to plugins: {@code relu}, {@code dense: {units: 10}}, and with a range of
 * versions {@code dense@[1.0,2.0)}.
 */
public final class PluginReferences {
  private static final Pattern REFERENCE =
      Pattern.compile("([a-z][a-z0-9.]*(?:-[a-z0-9.]+)*)(?:@(.+))?");

  private PluginReferences() {}

  /**
   * The plugin that a written value means.
   *
   * @param written a String, a Map with one key, or a PluginSpec
   * @param location where the value was written
   * @param what what it is, for messages: {@code training.optimizer}
   * @throws SpecException if it means none
   */
  public static PluginSpec parse(Object written, SourceLocation location, String what) {
    if (written instanceof PluginSpec spec) {
      return spec;
    }
    if (written instanceof String reference) {
      return named(reference, Map.of(), location, what);
    }
    if (!(written instanceof Map<?, ?> map) || map.isEmpty()) {
      throw new SpecException(
          location.prefix(
              what
                  + " must be a plugin, NAME or NAME: {options}, not "
                  + YamlValue.describe(written)));
    }
    if (map.size() > 1) {
      var keys = map.keySet().stream().map(key -> "'" + key + "'").toList();
      throw new SpecException(
          location.prefix(
              what
                  + " must be one plugin, NAME or NAME: {options}, not the keys "
                  + String.join(", ", keys)
                  + ": indent the options below the name"));
    }
    var entry = map.entrySet().iterator().next();
    var name = entry.getKey().toString();
    return named(
        name, options(name, entry.getValue(), location.of(name), what), location.of(name), what);
  }

  private static Map<String, Object> options(
      String name, Object written, SourceLocation location, String what) {
    if (!(written instanceof Map<?, ?> map)) {
      throw new SpecException(
          location.prefix(
              what
                  + ": the options of '"
                  + name
                  + "' must be a mapping, {option: value}, not "
                  + YamlValue.describe(written)));
    }
    var options = new LinkedHashMap<String, Object>();
    map.forEach((key, value) -> options.put(key.toString(), value));
    return options;
  }

  private static PluginSpec named(
      String reference, Map<String, Object> options, SourceLocation location, String what) {
    var matcher = REFERENCE.matcher(reference);
    if (!matcher.matches()) {
      throw new SpecException(
          location.prefix(
              what
                  + " must be a plugin's name, lower case with '-', or NAME@VERSIONS, not '"
                  + reference
                  + "'"));
    }
    return new PluginSpec(
        matcher.group(1), matcher.group(2) == null ? "" : matcher.group(2), options, location);
  }

  /** What {@link #parse} reads as this plugin: its name, or a Map of name to options. */
  public static Object write(PluginSpec spec) {
    var reference = spec.versions().isEmpty() ? spec.name() : spec.name() + "@" + spec.versions();
    return spec.options().isEmpty() ? reference : Map.of(reference, plain(spec.options()));
  }

  /**
   * The value with nested plugins written out, keys in alphabetical order and numbers as they are
   * read.
   */
  private static Object plain(Object value) {
    if (value instanceof PluginSpec spec) {
      return write(spec);
    }
    if (value instanceof List<?> list) {
      return list.stream().map(PluginReferences::plain).toList();
    }
    if (value instanceof Map<?, ?> map) {
      var sorted = new TreeMap<String, Object>();
      map.forEach((key, element) -> sorted.put(key.toString(), plain(element)));
      return sorted;
    }
    return value instanceof Integer number ? (Object) number.longValue() : value;
  }
}
