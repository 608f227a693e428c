/**
 * Symbolic tensors and the closed set of primitive operations that a layer describes itself with.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.graph;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
