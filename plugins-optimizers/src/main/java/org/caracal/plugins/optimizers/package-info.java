/** The optimizers that come with Caracal; each class is one plugin. */
@NullMarked
package org.caracal.plugins.optimizers;

import org.jspecify.annotations.NullMarked;
