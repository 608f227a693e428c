/** Descriptions of models, and trained models that predict. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.model;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
