package org.caracal.core.plugin;

import java.lang.reflect.InvocationTargetException;
import java.util.List;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.plugin.Configurable;
import org.caracal.plugin.PluginDescription.OptionDescription;
import org.caracal.plugin.PluginSpec;

/** Binds options as written in a spec to the record that a plugin declares. */
public final class OptionBinding {
  private OptionBinding() {}

  /**
   * The options of a plugin.
   *
   * @param where what uses the plugin, for messages: a layer path such as {@code dense_1}
   * @throws SpecException if an option is unknown, missing, of the wrong type or out of bounds; the
   *     message names file and line, {@code where}, the bundle and the nearest valid option
   * @throws PluginException if the plugin's options record is malformed
   */
  public static <O extends Record> O bind(
      Registered<? extends Configurable<O>> plugin, PluginSpec spec, String where) {
    var schema = schema(plugin, plugin.plugin());
    var subject = (where.isEmpty() ? "" : where + ": ") + plugin.name();
    for (var name : spec.options().keySet()) {
      if (!schema.names().contains(name)) {
        throw new SpecException(
            spec.location().of(name).prefix(unknown(subject, name, schema.names(), plugin)));
      }
    }
    var values =
        schema.components().stream()
            .map(component -> value(component, spec, subject, plugin))
            .toArray();
    return construct(schema, values, spec, subject, plugin);
  }

  /**
   * What can be written for a plugin.
   *
   * @throws PluginException if the plugin's options record is malformed
   */
  public static List<OptionDescription> describe(Registered<?> plugin) {
    return plugin.plugin() instanceof Configurable<?> configurable
        ? schema(plugin, configurable).components().stream()
            .map(OptionSchema.Component::describe)
            .toList()
        : List.of();
  }

  private static <O extends Record> OptionSchema<O> schema(
      Registered<?> plugin, Configurable<O> configurable) {
    try {
      return OptionSchema.of(configurable.optionsType());
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(plugin + " does not tell its options: " + e.getMessage(), e);
    }
  }

  private static String unknown(
      String subject, String name, List<String> options, Registered<?> plugin) {
    var known = options.isEmpty() ? "it has no options" : "options: " + String.join(", ", options);
    return subject
        + " has no option '"
        + name
        + "'"
        + Nearest.question(name, options)
        + " ("
        + known
        + "; bundle "
        + plugin.origin()
        + ")";
  }

  private static Object value(
      OptionSchema.Component component, PluginSpec spec, String subject, Registered<?> plugin) {
    var written = spec.options().get(component.name());
    if (written == null) {
      return component
          .defaultValue()
          .orElseThrow(
              () ->
                  new SpecException(
                      spec.location()
                          .prefix(
                              subject
                                  + " needs the option '"
                                  + component.name()
                                  + "' ("
                                  + component.type().describe()
                                  + (component.documentation().isEmpty()
                                      ? ""
                                      : ": " + component.documentation())
                                  + "; bundle "
                                  + plugin.origin()
                                  + ")")));
    }
    var location = spec.location().of(component.name());
    var what = subject + ": " + component.name();
    return component.checked(component.type().convert(written, location, what), location, what);
  }

  private static <O extends Record> O construct(
      OptionSchema<O> schema,
      Object[] values,
      PluginSpec spec,
      String subject,
      Registered<?> plugin) {
    try {
      return schema.constructor().newInstance(values);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof IllegalArgumentException rejected) {
        throw new SpecException(
            spec.location()
                .prefix(
                    subject + ": " + rejected.getMessage() + " (bundle " + plugin.origin() + ")"),
            rejected);
      }
      throw new PluginException(
          plugin + " failed to make its options: " + e.getCause(), e.getCause());
    } catch (ReflectiveOperationException e) {
      throw new PluginException(plugin + " failed to make its options: " + e, e);
    }
  }
}
