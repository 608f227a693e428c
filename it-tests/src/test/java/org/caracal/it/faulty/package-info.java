/** Plugins that misbehave, packed into bundles of their own by the tests. */
package org.caracal.it.faulty;
