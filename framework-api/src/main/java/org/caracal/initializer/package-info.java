/** The contract of a parameter initializer. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.initializer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
