/**
 * What all plugins share: marker annotations, options and their documentation, references by name,
 * the catalog.
 */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.plugin;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
