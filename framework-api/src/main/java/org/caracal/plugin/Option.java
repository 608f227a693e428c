package org.caracal.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Documents and bounds one component of an options record. Components may be {@code int}, {@code
 * long}, {@code double}, {@code boolean}, {@link String}, an enum (written in lower case with
 * {@code -}), a {@link PluginSpec} (a nested plugin: its name alone or {@code name: {options}}), a
 * {@link java.util.List} of these (a single value stands for a list of one), or an {@link
 * java.util.Optional} of these. A component without a default that is not Optional is required.
 */
@Target(ElementType.RECORD_COMPONENT)
@Retention(RetentionPolicy.RUNTIME)
public @interface Option {
  /** One line for people: what it means, its unit. */
  String value();

  /** The default as it would be written in a spec; {@link #REQUIRED} for none. */
  String byDefault() default REQUIRED;

  /** The smallest allowed number. */
  double min() default Double.NEGATIVE_INFINITY;

  /** The largest allowed number. */
  double max() default Double.POSITIVE_INFINITY;

  /** The kind of a nested plugin. */
  PluginKind plugin() default PluginKind.INITIALIZER;

  /** Stands for: no default. */
  String REQUIRED = "\0";
}
