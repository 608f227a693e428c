/** YAML (and with it JSON) as values that know where they were written. */
@NullMarked
package org.caracal.core.yaml;

import org.jspecify.annotations.NullMarked;
