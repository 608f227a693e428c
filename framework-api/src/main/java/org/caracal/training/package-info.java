/** Jobs, the trainer that runs them, and runs. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.training;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
