/** The metrics that come with the engine; each class is one plugin. */
@NullMarked
package org.caracal.core.metric;

import org.jspecify.annotations.NullMarked;
