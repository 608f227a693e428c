/**
 * The backend whose matrix products are those of OpenBLAS.
 *
 * <p>JavaCPP's own way of loading libraries keeps every class loader that used it alive and does
 * not work in two frameworks at once, so this bundle does it itself: {@link
 * org.caracal.backend.nativeblas.LibraryStore} puts the libraries of the fragment for this platform
 * on disk, {@link org.caracal.backend.nativeblas.LibraryLoader} loads them, once per class loader.
 * They stay until the class loader goes, so a call that runs while the bundle is stopped, updated
 * or uninstalled ends well; memory outside the heap belongs to a session and goes when that is
 * closed.
 */
@NullMarked
package org.caracal.backend.nativeblas;

import org.jspecify.annotations.NullMarked;
