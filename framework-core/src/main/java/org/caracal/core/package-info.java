/** The engine. Its packages are private: bundles meet it through services of the API only. */
@NullMarked
package org.caracal.core;

import org.jspecify.annotations.NullMarked;
