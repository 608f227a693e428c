/**
 * A real container for tests: boots a framework with bundles, gives typed access to services, shuts
 * down cleanly.
 */
@NullMarked
package org.caracal.testing;

import org.jspecify.annotations.NullMarked;
