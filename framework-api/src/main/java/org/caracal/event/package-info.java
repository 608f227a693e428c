/** Topics and properties of training events, and the whiteboard listener. */
@Export
@Version("1.0.0")
@NullMarked
package org.caracal.event;

import org.jspecify.annotations.NullMarked;
import org.osgi.annotation.bundle.Export;
import org.osgi.annotation.versioning.Version;
