package org.caracal.plugin;

/** The options of a plugin that has none. */
public record NoOptions() {}
