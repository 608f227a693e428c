/** The layers that come with Caracal; each class is one plugin. */
@NullMarked
package org.caracal.plugins.layers;

import org.jspecify.annotations.NullMarked;
