package org.caracal.core.yaml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.plugin.SourceLocation;

/** A value of a YAML document that knows where it was written. Immutable. */
public sealed interface YamlValue {
  /** Where it was written. */
  SourceLocation location();

  /**
   * The value without its location: Boolean, Long, BigInteger, Double, String, List or (ordered)
   * Map; an empty map for nothing, as in {@code relu:}.
   */
  Object plain();

  /** For messages: {@code 'abc'}, {@code 3}, {@code a list}, {@code a mapping}, {@code nothing}. */
  default String describe() {
    return describe(plain());
  }

  /** A plain value for messages. */
  static String describe(Object plain) {
    if (plain instanceof Map<?, ?> map) {
      return map.isEmpty() ? "nothing" : "a mapping";
    }
    if (plain instanceof List<?> list) {
      return list.isEmpty() ? "an empty list" : "a list";
    }
    return plain instanceof String ? "'" + plain + "'" : plain.toString();
  }

  /** The value that {@link #plain()} stands for. */
  static YamlValue of(Object plain, SourceLocation location) {
    if (plain instanceof Map<?, ?> map) {
      var values = new LinkedHashMap<String, YamlValue>();
      map.forEach(
          (key, value) -> values.put(key.toString(), of(value, location.of(key.toString()))));
      return new Mapping(values, location);
    }
    if (plain instanceof List<?> list) {
      return new Sequence(list.stream().map(value -> of(value, location)).toList(), location);
    }
    if (plain instanceof Integer || plain instanceof Short || plain instanceof Byte) {
      return new Scalar(((Number) plain).longValue(), location);
    }
    return new Scalar(plain instanceof Float number ? number.doubleValue() : plain, location);
  }

  /** The lines of all keys below this value, by dotted path as in {@link SourceLocation#keys()}. */
  default SourceLocation deepLocation() {
    var lines = new HashMap<String, Integer>();
    collectLines("", lines);
    return new SourceLocation(location().file(), location().line(), lines);
  }

  /** Adds the lines of all keys below this value. */
  default void collectLines(String prefix, Map<String, Integer> lines) {}

  /**
   * A Boolean, Long, BigInteger, Double or String.
   *
   * @param value the value
   */
  record Scalar(Object value, SourceLocation location) implements YamlValue {
    @Override
    public Object plain() {
      return value;
    }
  }

  /** Nothing, as the value in {@code relu:}. */
  record Nothing(SourceLocation location) implements YamlValue {
    @Override
    public Object plain() {
      return Map.of();
    }
  }

  /** A list. */
  record Sequence(List<YamlValue> values, SourceLocation location) implements YamlValue {
    /** Copies the list. */
    public Sequence {
      values = List.copyOf(values);
    }

    /** This list with another value in one place. */
    public Sequence with(int index, YamlValue value) {
      var changed = new ArrayList<>(values);
      changed.set(index, value);
      return new Sequence(changed, location);
    }

    @Override
    public Object plain() {
      return values.stream().map(YamlValue::plain).toList();
    }

    @Override
    public void collectLines(String prefix, Map<String, Integer> lines) {
      for (var i = 0; i < values.size(); i++) {
        lines.put(prefix + i, values.get(i).location().line());
        values.get(i).collectLines(prefix + i + ".", lines);
      }
    }
  }

  /** A mapping, in the order as written; the location of a value in it is that of its key. */
  record Mapping(Map<String, YamlValue> values, SourceLocation location) implements YamlValue {
    /** Copies the map. */
    public Mapping {
      values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** This mapping with one value replaced or added. */
    public Mapping with(String key, YamlValue value) {
      var changed = new LinkedHashMap<>(values);
      changed.put(key, value);
      return new Mapping(changed, location);
    }

    @Override
    public Object plain() {
      var plain = new LinkedHashMap<String, Object>();
      values.forEach((key, value) -> plain.put(key, value.plain()));
      return Collections.unmodifiableMap(plain);
    }

    @Override
    public void collectLines(String prefix, Map<String, Integer> lines) {
      values.forEach(
          (key, value) -> {
            lines.put(prefix + key, value.location().line());
            value.collectLines(prefix + key + ".", lines);
          });
    }
  }
}
