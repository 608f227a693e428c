/** The initializers that come with Caracal; each class is one plugin. */
@NullMarked
package org.caracal.plugins.initializers;

import org.jspecify.annotations.NullMarked;
