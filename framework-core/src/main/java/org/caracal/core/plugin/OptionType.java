package org.caracal.core.plugin;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/**
 * The type of an option, or of another value in a spec: what may be written for it, and what that
 * becomes.
 */
public sealed interface OptionType {
  /**
   * Converts what was written.
   *
   * @param what what it is, for messages
   * @throws SpecException if it does not fit
   */
  Object convert(Object written, SourceLocation location, String what);

  /** The type for people: {@code integer}. */
  String describe();

  /** The type of a record component, empty if there is no such type of options. */
  static Optional<OptionType> of(Type type, PluginKind plugin) {
    if (type instanceof ParameterizedType generic) {
      var element = generic.getActualTypeArguments()[0];
      if (generic.getRawType() == List.class) {
        return of(element, plugin).filter(inner -> !(inner instanceof Absent)).map(Many::new);
      }
      if (generic.getRawType() == Optional.class) {
        return of(element, plugin).filter(inner -> !(inner instanceof Absent)).map(Absent::new);
      }
      return Optional.empty();
    }
    if (type == int.class || type == Integer.class) {
      return Optional.of(new Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, false));
    }
    if (type == long.class || type == Long.class) {
      return Optional.of(new Whole(Long.MIN_VALUE, Long.MAX_VALUE, true));
    }
    if (type == double.class || type == Double.class) {
      return Optional.of(new Decimal());
    }
    if (type == boolean.class || type == Boolean.class) {
      return Optional.of(new Flag());
    }
    if (type == String.class) {
      return Optional.of(new Text());
    }
    if (type == PluginSpec.class) {
      return Optional.of(new Nested(plugin));
    }
    return type instanceof Class<?> choices && choices.isEnum()
        ? Optional.of(new Choice(choices))
        : Optional.empty();
  }

  private static SpecException mismatch(
      Object written, SourceLocation location, String what, String expected) {
    return new SpecException(
        location.prefix(what + " must be " + expected + ", not " + YamlValue.describe(written)));
  }

  /** An int or a long. */
  record Whole(long min, long max, boolean wide) implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      if (written instanceof BigInteger
          || written instanceof Number number && exact(number) && outside(number)) {
        throw mismatch(written, location, what, "an integer from " + min + " to " + max);
      }
      if (written instanceof Number number && exact(number)) {
        return wide ? (Object) number.longValue() : (Object) number.intValue();
      }
      throw mismatch(written, location, what, "an integer");
    }

    private static boolean exact(Number number) {
      return number instanceof Long
          || number instanceof Integer
          || number.doubleValue() == Math.rint(number.doubleValue());
    }

    /** A double from 2^63 on is outside as well, where a cast to long would saturate. */
    private boolean outside(Number number) {
      return number.longValue() < min
          || number.longValue() > max
          || Math.abs(number.doubleValue()) > 0x1p63;
    }

    @Override
    public String describe() {
      return "integer";
    }
  }

  /** A double. */
  record Decimal() implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      if (written instanceof Number number && !Double.isNaN(number.doubleValue())) {
        return number.doubleValue();
      }
      throw mismatch(written, location, what, "a number");
    }

    @Override
    public String describe() {
      return "number";
    }
  }

  /** A boolean. */
  record Flag() implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      if (written instanceof Boolean) {
        return written;
      }
      throw mismatch(written, location, what, "true or false");
    }

    @Override
    public String describe() {
      return "true or false";
    }
  }

  /** A String. */
  record Text() implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      if (written instanceof String) {
        return written;
      }
      if (written instanceof Number || written instanceof Boolean) {
        throw mismatch(written, location, what, "text (put it in quotes)");
      }
      throw mismatch(written, location, what, "text");
    }

    @Override
    public String describe() {
      return "text";
    }
  }

  /** An enum constant, written in lower case with {@code -}. */
  record Choice(Class<?> type) implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      for (var constant : type.getEnumConstants()) {
        if (written(constant).equals(written)) {
          return constant;
        }
      }
      var near = written instanceof String word ? Nearest.question(word, names()) : "";
      throw new SpecException(mismatch(written, location, what, describe()).getMessage() + near);
    }

    @Override
    public String describe() {
      return "one of " + String.join(", ", names());
    }

    private List<String> names() {
      return Arrays.stream(type.getEnumConstants()).map(Choice::written).toList();
    }

    private static String written(Object constant) {
      return ((Enum<?>) constant).name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
  }

  /** A nested plugin. */
  record Nested(PluginKind kind) implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      return PluginReferences.parse(written, location, what);
    }

    @Override
    public String describe() {
      return kind.toString();
    }
  }

  /** A list; a single value stands for a list of one. */
  record Many(OptionType element) implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      if (!(written instanceof List<?> list)) {
        return List.of(element.convert(written, location, what));
      }
      var values = new Object[list.size()];
      for (var i = 0; i < values.length; i++) {
        values[i] =
            element.convert(list.get(i), location.of(String.valueOf(i)), what + "[" + i + "]");
      }
      return List.of(values);
    }

    @Override
    public String describe() {
      return "list of " + element.describe();
    }
  }

  /** A value that may be left out. */
  record Absent(OptionType element) implements OptionType {
    @Override
    public Object convert(Object written, SourceLocation location, String what) {
      return Optional.of(element.convert(written, location, what));
    }

    @Override
    public String describe() {
      return element.describe();
    }
  }

  /** The value of an option that may be left out and was. */
  static Optional<Object> absent(OptionType type) {
    return type instanceof Absent ? Optional.of(Optional.empty()) : Optional.empty();
  }

  /** The numbers in a converted value, to be held against bounds. */
  static List<Number> numbers(Object value) {
    if (value instanceof Optional<?> optional) {
      return optional.map(OptionType::numbers).orElse(List.of());
    }
    if (value instanceof List<?> list) {
      return list.stream().flatMap(element -> numbers(element).stream()).toList();
    }
    return value instanceof Number number ? List.of(number) : List.of();
  }
}
