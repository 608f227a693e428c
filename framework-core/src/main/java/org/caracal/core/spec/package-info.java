/** Specs: reading jobs from YAML or JSON with line-numbered errors, and writing them back. */
@NullMarked
package org.caracal.core.spec;

import org.jspecify.annotations.NullMarked;
