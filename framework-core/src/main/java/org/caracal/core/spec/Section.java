package org.caracal.core.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.caracal.SpecException;
import org.caracal.core.plugin.Nearest;
import org.caracal.core.plugin.OptionType;
import org.caracal.core.plugin.PluginReferences;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/** A mapping of a spec whose keys are known. Every failure names file, line and dotted path. */
final class Section {
  private final YamlValue.Mapping mapping;
  private final String path;

  private Section(YamlValue.Mapping mapping, String path) {
    this.mapping = mapping;
    this.path = path;
  }

  /**
   * The mapping that is written there.
   *
   * @param path its dotted path, empty for the whole spec
   * @param keys the keys that it may have
   * @throws SpecException if it is no mapping or has another key
   */
  static Section of(YamlValue value, String path, String... keys) {
    var known = List.of(keys);
    var subject = path.isEmpty() ? "the spec" : path;
    if (!(value instanceof YamlValue.Mapping mapping)) {
      throw new SpecException(
          value
              .location()
              .prefix(
                  subject
                      + " must be a mapping with the keys "
                      + String.join(", ", known)
                      + ", not "
                      + value.describe()));
    }
    mapping
        .values()
        .forEach(
            (key, written) -> {
              if (!known.contains(key)) {
                throw new SpecException(
                    written
                        .location()
                        .prefix(
                            subject
                                + " has no key '"
                                + key
                                + "'"
                                + Nearest.question(key, known)
                                + " (keys: "
                                + String.join(", ", known)
                                + ")"));
              }
            });
    return new Section(mapping, path);
  }

  SourceLocation location() {
    return mapping.location();
  }

  /** The dotted path of a key. */
  String path(String key) {
    return path.isEmpty() ? key : path + "." + key;
  }

  boolean has(String key) {
    return mapping.values().containsKey(key);
  }

  Optional<YamlValue> find(String key) {
    return Optional.ofNullable(mapping.values().get(key));
  }

  YamlValue get(String key) {
    return find(key)
        .orElseThrow(
            () -> error((path.isEmpty() ? "the spec" : path) + " needs the key '" + key + "'"));
  }

  /** The keys of the given ones that are written here. */
  List<String> present(String... keys) {
    return Arrays.stream(keys).filter(this::has).toList();
  }

  /** The one key of the given ones that is written here. */
  String oneOf(String... keys) {
    var present = present(keys);
    if (present.size() == 1) {
      return present.get(0);
    }
    var subject = path.isEmpty() ? "the spec" : path;
    throw error(
        subject
            + " needs one of the keys "
            + String.join(", ", keys)
            + (present.isEmpty() ? "" : ", not both " + present.get(0) + " and " + present.get(1)));
  }

  Section section(String key, String... keys) {
    return of(get(key), path(key), keys);
  }

  /** The values of a list; a single value stands for a list of one. */
  List<YamlValue> list(String key) {
    return get(key) instanceof YamlValue.Sequence sequence ? sequence.values() : List.of(get(key));
  }

  String text(String key) {
    return (String) convert(key, new OptionType.Text());
  }

  /** Text, or a number as text. */
  String textOrNumber(String key) {
    return get(key).plain() instanceof Number number ? number.toString() : text(key);
  }

  boolean flag(String key, boolean byDefault) {
    return has(key) ? (Boolean) convert(key, new OptionType.Flag()) : byDefault;
  }

  int integer(String key, int min) {
    var value =
        (Integer) convert(key, new OptionType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, false));
    if (value < min) {
      throw error(key, "must be >= " + min + ", not " + value);
    }
    return value;
  }

  int integer(String key, int min, int byDefault) {
    return has(key) ? integer(key, min) : byDefault;
  }

  long wideInteger(String key, long byDefault) {
    return has(key)
        ? (Long) convert(key, new OptionType.Whole(Long.MIN_VALUE, Long.MAX_VALUE, true))
        : byDefault;
  }

  /** A finite number. */
  double number(String key) {
    var value = (Double) convert(key, new OptionType.Decimal());
    if (value.isInfinite()) {
      throw error(key, "must be finite");
    }
    return value;
  }

  double number(String key, double byDefault) {
    return has(key) ? number(key) : byDefault;
  }

  <E extends Enum<E>> E choice(String key, Class<E> type, E byDefault) {
    return has(key) ? type.cast(convert(key, new OptionType.Choice(type))) : byDefault;
  }

  PluginSpec plugin(String key) {
    return plugin(get(key), path(key));
  }

  /** The plugin that a value means. */
  static PluginSpec plugin(YamlValue value, String path) {
    return PluginReferences.parse(value.plain(), value.deepLocation(), path);
  }

  /** Texts; a single one stands for a list of one. */
  List<String> texts(String key) {
    return ((List<?>) convert(key, new OptionType.Many(new OptionType.Text())))
        .stream().map(String.class::cast).toList();
  }

  /** Integers; a single one stands for a list of one. */
  List<Integer> integers(String key) {
    var type =
        new OptionType.Many(new OptionType.Whole(Integer.MIN_VALUE, Integer.MAX_VALUE, false));
    return ((List<?>) convert(key, type)).stream().map(Integer.class::cast).toList();
  }

  private Object convert(String key, OptionType type) {
    var value = get(key);
    return type.convert(value.plain(), value.deepLocation(), path(key));
  }

  /** A failure of the value of a key: {@code training.epochs must be ...}. */
  SpecException error(String key, String message) {
    return new SpecException(
        find(key).map(YamlValue::location).orElse(location()).prefix(path(key) + " " + message));
  }

  /** A failure of the whole mapping. */
  SpecException error(String message) {
    return new SpecException(location().prefix(message));
  }
}
