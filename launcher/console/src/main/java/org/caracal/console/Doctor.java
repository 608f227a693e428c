package org.caracal.console;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.caracal.training.Examination.Finding;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.wiring.FrameworkWiring;

/**
 * Gathers the findings of all examinations, and examines what no other bundle does: the JVM and the
 * container.
 */
final class Doctor {
  private static final String EVENT_TIMEOUT = "org.apache.felix.eventadmin.Timeout";

  private Doctor() {}

  static List<Finding> examine(Services services) {
    var findings = new ArrayList<Finding>();
    var context = services.context();
    findings.add(healthy("Java", System.getProperty("java.vm.name") + " " + Runtime.version()));
    findings.add(
        healthy(
            "container",
            context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION) + ", " + bundles(context)));
    findings.add(eventTimeout(context));
    findings.addAll(inactive(context));
    services
        .backends()
        .forEach(
            backend -> findings.add(healthy("backend " + backend.name(), backend.description())));
    services
        .catalog()
        .refusals()
        .forEach(
            refusal ->
                findings.add(
                    new Finding(
                        "backend " + refusal.name(), false, refusal.reason(), refusal.remedy())));
    findings.add(healthy("plugins", services.catalog().plugins().size() + " installed"));
    services.examinations().forEach(examination -> findings.addAll(examination.examine()));
    return findings;
  }

  static String report(List<Finding> findings) {
    var text = new StringBuilder();
    for (var finding : findings) {
      text.append(finding.healthy() ? "ok    " : "ill   ")
          .append(finding.subject())
          .append(": ")
          .append(finding.detail());
      if (!finding.healthy()) {
        text.append(System.lineSeparator()).append("      remedy: ").append(finding.remedy());
      }
      text.append(System.lineSeparator());
    }
    return text.toString();
  }

  private static Finding healthy(String subject, String detail) {
    return new Finding(subject, true, detail, "");
  }

  private static String bundles(BundleContext context) {
    return context.getBundles().length + " bundles";
  }

  private static Finding eventTimeout(BundleContext context) {
    var timeout = context.getProperty(EVENT_TIMEOUT);
    return "0".equals(timeout)
        ? healthy("Event Admin", "no time limit")
        : new Finding(
            "Event Admin",
            false,
            "its time limit is "
                + (timeout == null ? "at its default of 5000 ms" : timeout + " ms")
                + ": events are slow, and slow handlers are denied for good",
            "set the framework property " + EVENT_TIMEOUT + "=0");
  }

  private static List<Finding> inactive(BundleContext context) {
    return Arrays.stream(context.getBundles())
        .filter(bundle -> !isFragment(bundle))
        .filter(
            bundle -> bundle.getState() != Bundle.ACTIVE && bundle.getState() != Bundle.STARTING)
        .map(bundle -> inactive(context, bundle))
        .toList();
  }

  private static Finding inactive(BundleContext context, Bundle bundle) {
    var subject = "bundle " + bundle.getSymbolicName();
    var wiring = context.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class);
    if (wiring.resolveBundles(List.of(bundle))) {
      return new Finding(subject, false, "is not started", "start it, or uninstall it");
    }
    return new Finding(subject, false, obstacle(bundle), "install what it needs, or uninstall it");
  }

  /** Felix tells what is missing only to those who start a bundle, which fails here. */
  private static String obstacle(Bundle bundle) {
    try {
      bundle.start();
      return "could not be resolved a moment ago";
    } catch (BundleException e) {
      return String.valueOf(e.getMessage());
    }
  }

  static boolean isFragment(Bundle bundle) {
    return bundle.getHeaders().get(Constants.FRAGMENT_HOST) != null;
  }
}
