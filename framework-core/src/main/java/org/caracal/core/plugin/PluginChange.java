package org.caracal.core.plugin;

import org.caracal.plugin.PluginKind;

/**
 * A plugin was registered or is being unregistered.
 *
 * @param arrived whether it is there now; false if it is leaving
 * @param kind its kind
 * @param name its name in specs
 * @param bundle symbolic name and version of its bundle, {@code name/version}
 * @param serviceId id of the service registration, see {@link Registered#serviceId()}
 */
public record PluginChange(
    boolean arrived, PluginKind kind, String name, String bundle, long serviceId) {}
