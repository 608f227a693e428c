package org.caracal.core.plugin;

import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.caracal.PluginException;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.Plugins;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.wiring.BundleRevision;

/** Tells why there is no such plugin, and what to do about it. */
final class MissingPlugin {
  private final BundleContext context;

  MissingPlugin(BundleContext context) {
    this.context = context;
  }

  /** The failure to find {@code spec} among the plugins there are. */
  PluginException failure(PluginKind kind, PluginSpec spec, Collection<PluginEntry> entries) {
    var versions =
        entries.stream()
            .filter(entry -> entry.kind() == kind && entry.name().equals(spec.name()))
            .toList();
    var message =
        versions.isEmpty()
            ? "there is no " + kind + " '" + spec.name() + "'" + remedy(kind, spec, entries)
            : "there is no "
                + kind
                + " '"
                + spec.name()
                + "'"
                + wanted(spec)
                + ", only "
                + list(versions);
    return new PluginException(spec.location().prefix(message));
  }

  private static String wanted(PluginSpec spec) {
    return spec.versions().isEmpty() ? " that can be used" : " of version " + spec.versions();
  }

  private static String list(Collection<PluginEntry> entries) {
    return entries.stream()
        .sorted(PluginEntry.BEST_FIRST)
        .map(entry -> entry.version() + " of bundle " + entry.bundle())
        .collect(Collectors.joining(", "));
  }

  private String remedy(PluginKind kind, PluginSpec spec, Collection<PluginEntry> entries) {
    var names =
        entries.stream().filter(entry -> entry.kind() == kind).map(PluginEntry::name).toList();
    var others =
        entries.stream()
            .filter(entry -> entry.name().equals(spec.name()))
            .map(PluginEntry::kind)
            .toList();
    var capability = Plugins.NAMESPACE + ";kind=" + kind + ";name=" + spec.name();
    var providers = providers(kind, spec.name());
    return (others.isEmpty()
            ? Nearest.question(spec.name(), names)
            : ", which is the name of a plugin of kind " + others.get(0))
        + (providers.isEmpty()
            ? " (no bundle provides the capability " + capability + ")"
            : " (the capability "
                + capability
                + " is provided by "
                + String.join(", ", providers)
                + ")");
  }

  /** Bundles that would provide the plugin, with what keeps them from it. */
  private List<String> providers(PluginKind kind, String name) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> provides(bundle, kind, name))
        .map(
            bundle ->
                bundle.getSymbolicName() + " " + bundle.getVersion() + ", " + obstacle(bundle))
        .toList();
  }

  private static boolean provides(Bundle bundle, PluginKind kind, String name) {
    var revision = bundle.adapt(BundleRevision.class);
    return revision != null
        && revision.getDeclaredCapabilities(Plugins.NAMESPACE).stream()
            .map(capability -> capability.getAttributes())
            .anyMatch(
                attributes ->
                    kind.toString().equals(attributes.get("kind"))
                        && name.equals(attributes.get("name")));
  }

  private static String obstacle(Bundle bundle) {
    return switch (bundle.getState()) {
      case Bundle.INSTALLED ->
          "which is installed but not started: start it, which tells what it lacks if it cannot";
      case Bundle.RESOLVED -> "which is not started: start it";
      case Bundle.STARTING, Bundle.STOPPING -> "which is starting or stopping: try again";
      default -> "which has not registered it: a service that it needs is missing";
    };
  }
}
