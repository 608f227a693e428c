/**
 * What a compute backend provides: buffers, and kernels compiled for one operation and its shapes.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.backend;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
