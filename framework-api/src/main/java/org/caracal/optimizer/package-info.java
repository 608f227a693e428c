/** The contracts of an optimizer and of a learning-rate schedule. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.optimizer;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
