/** The contract of a metric. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.metric;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
