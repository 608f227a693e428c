package org.caracal.plugin;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.osgi.annotation.bundle.Capability;
import org.osgi.service.component.annotations.ComponentPropertyType;

/**
 * Marks a component as an optimizer that specs find by name. Sets the service property {@code
 * caracal.name} and provides the capability {@code org.caracal.plugin; kind=optimizer; name=...}.
 */
@ComponentPropertyType
@Capability(
    namespace = Plugins.NAMESPACE,
    attribute = {"kind=optimizer", "name=${#name}"})
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.CLASS)
public @interface OptimizerPlugin {
  /** The prefix of service properties. */
  String PREFIX_ = "caracal.";

  /** The name by which specs refer to the plugin: lower case, words joined by {@code -}. */
  String name();
}
