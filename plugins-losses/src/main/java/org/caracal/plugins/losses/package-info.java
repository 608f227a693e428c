/** The losses that come with Caracal; each class is one plugin. */
@NullMarked
package org.caracal.plugins.losses;

import org.jspecify.annotations.NullMarked;
