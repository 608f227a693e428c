/**
 * The registry of plugins, and the binding of options that were written in specs to the records
 * that plugins declare.
 */
@NullMarked
package org.caracal.core.plugin;

import org.jspecify.annotations.NullMarked;
