package org.caracal.core.plugin;

import java.lang.reflect.Constructor;
import java.lang.reflect.RecordComponent;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.core.yaml.YamlParser;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.Option;
import org.caracal.plugin.PluginDescription.OptionDescription;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.SourceLocation;

/**
 * The options that a record declares.
 *
 * @param constructor the record's canonical constructor
 * @param components its components, in order
 */
record OptionSchema<O extends Record>(Constructor<O> constructor, List<Component> components) {

  /**
   * One option.
   *
   * @param byDefault its default as written in specs, empty for none
   */
  record Component(
      String name,
      OptionType type,
      Optional<String> byDefault,
      double min,
      double max,
      String documentation) {

    /** The value if none is written, empty if one must be. */
    Optional<Object> defaultValue() {
      return byDefault.map(this::parseDefault).or(() -> OptionType.absent(type));
    }

    private Object parseDefault(String text) {
      var written =
          type instanceof OptionType.Text
              ? text
              : YamlParser.parse("", text).map(YamlValue::plain).orElse(Map.of());
      return checked(type.convert(written, SourceLocation.NONE, name), SourceLocation.NONE, name);
    }

    /** The converted value, if it is within the bounds. */
    Object checked(Object value, SourceLocation location, String what) {
      for (var number : OptionType.numbers(value)) {
        if (!(number.doubleValue() >= min && number.doubleValue() <= max)) {
          throw new SpecException(
              location.prefix(what + " must be " + bounds() + ", not " + number));
        }
      }
      return value;
    }

    /** The bounds for people, empty if there are none. */
    String bounds() {
      var low = min > Double.NEGATIVE_INFINITY;
      var high = max < Double.POSITIVE_INFINITY;
      if (low && high) {
        return "from " + plain(min) + " to " + plain(max);
      }
      return low ? ">= " + plain(min) : high ? "<= " + plain(max) : "";
    }

    private static String plain(double bound) {
      return bound == Math.rint(bound) && Math.abs(bound) < 1e15
          ? String.valueOf((long) bound)
          : String.valueOf(bound);
    }

    OptionDescription describe() {
      return new OptionDescription(
          name,
          type.describe(),
          byDefault.orElse(""),
          defaultValue().isEmpty(),
          bounds(),
          documentation);
    }
  }

  /**
   * The options that a record declares.
   *
   * @throws PluginException if it declares something that cannot be an option
   */
  static <O extends Record> OptionSchema<O> of(Class<O> type) {
    var components = type.getRecordComponents();
    if (components == null) {
      throw new PluginException("options must be a record, not " + type.getName());
    }
    try {
      var constructor =
          type.getDeclaredConstructor(
              Arrays.stream(components).map(RecordComponent::getType).toArray(Class<?>[]::new));
      constructor.setAccessible(true); // the record may be nested in a class that is not public
      return new OptionSchema<>(
          constructor, Arrays.stream(components).map(OptionSchema::component).toList());
    } catch (NoSuchMethodException e) {
      throw new PluginException(
          "the record " + type.getName() + " has no canonical constructor", e);
    }
  }

  private static Component component(RecordComponent component) {
    var place = component.getName() + " of " + component.getDeclaringRecord().getName();
    var option = Optional.ofNullable(component.getAnnotation(Option.class));
    var type =
        OptionType.of(
                component.getGenericType(),
                option.map(Option::plugin).orElse(PluginKind.INITIALIZER))
            .orElseThrow(
                () ->
                    new PluginException(
                        "the option "
                            + place
                            + " has the type "
                            + component.getGenericType().getTypeName()
                            + ", which cannot be written in specs"));
    var described =
        new Component(
            component.getName(),
            type,
            option.map(Option::byDefault).filter(text -> !text.equals(Option.REQUIRED)),
            option.map(Option::min).orElse(Double.NEGATIVE_INFINITY),
            option.map(Option::max).orElse(Double.POSITIVE_INFINITY),
            option.map(Option::value).orElse(""));
    try {
      described.defaultValue();
    } catch (SpecException e) {
      throw new PluginException(
          "the default of the option " + place + " does not fit: " + e.getMessage(), e);
    }
    return described;
  }

  /** The names of the options, in the order of the record. */
  List<String> names() {
    return components.stream().map(Component::name).toList();
  }
}
