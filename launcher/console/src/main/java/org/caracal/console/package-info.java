/** The command line and the shell's commands: listeners and callers of services, nothing more. */
@NullMarked
package org.caracal.console;

import org.jspecify.annotations.NullMarked;
