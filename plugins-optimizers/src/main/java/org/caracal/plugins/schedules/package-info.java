/** The learning-rate schedules that come with Caracal; each class is one plugin. */
@NullMarked
package org.caracal.plugins.schedules;

import org.jspecify.annotations.NullMarked;
