/** The contract of a layer. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.layer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
