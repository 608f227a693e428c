/**
 * Boots the framework and hands the command line to the container. Knows bundles as files and
 * services by types of the JDK, nothing else.
 */
package org.caracal.launcher;
