/** Failures that carry their facts: what was wrong, where, and the remedy. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
