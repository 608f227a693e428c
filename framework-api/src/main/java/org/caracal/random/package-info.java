/** Streams of counter-based random numbers. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.random;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
