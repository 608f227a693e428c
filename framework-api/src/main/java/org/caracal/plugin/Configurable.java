package org.caracal.plugin;

/**
 * A plugin with options.
 *
 * @param <O> the options, a record whose components carry {@link Option}
 */
public interface Configurable<O extends Record> {
  /** The class of the options, {@code NoOptions.class} if there are none. */
  Class<O> optionsType();
}
