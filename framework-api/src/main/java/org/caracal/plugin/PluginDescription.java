package org.caracal.plugin;

import java.util.List;

/**
 * What is known about a registered plugin.
 *
 * @param kind its kind
 * @param name its name
 * @param bundle symbolic name of its bundle
 * @param version version of its bundle
 * @param type its implementation class
 * @param options its options
 */
public record PluginDescription(
    PluginKind kind,
    String name,
    String bundle,
    String version,
    String type,
    List<OptionDescription> options) {
  /** Copies the list. */
  public PluginDescription {
    options = List.copyOf(options);
  }

  /**
   * One option.
   *
   * @param name its name in specs
   * @param type its type for people: {@code integer}, {@code number}, {@code one of same, valid}
   * @param byDefault its default as written in specs, empty if it is required
   * @param required whether it must be given
   * @param bounds its bounds for people, such as {@code >= 1}, or empty
   * @param documentation one line for people
   */
  public record OptionDescription(
      String name,
      String type,
      String byDefault,
      boolean required,
      String bounds,
      String documentation) {}
}
