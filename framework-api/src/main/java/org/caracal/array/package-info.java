/** Values on the host: element types, shapes and dense n-dimensional arrays. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.array;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
