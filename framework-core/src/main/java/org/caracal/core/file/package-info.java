/**
 * Files that are read and written: npy, npz, IDX, CSV, safetensors. Whatever the bytes, only
 * DataException comes out.
 */
@NullMarked
package org.caracal.core.file;

import org.jspecify.annotations.NullMarked;
