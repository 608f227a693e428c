/** The contracts of a data source and the data set that it opens. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.data;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
