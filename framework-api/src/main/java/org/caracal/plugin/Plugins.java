package org.caracal.plugin;

/** Names that plugins share. */
public final class Plugins {
  /** The namespace of the capability that the marker annotations write. */
  public static final String NAMESPACE = "org.caracal.plugin";

  /** The service property with the plugin's name. */
  public static final String NAME_PROPERTY = "caracal.name";

  private Plugins() {}
}
