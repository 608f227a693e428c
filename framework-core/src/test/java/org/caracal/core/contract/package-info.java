/** What plugins must fulfil, as checks that the tests of every bundle can use. */
@NullMarked
package org.caracal.core.contract;

import org.jspecify.annotations.NullMarked;
