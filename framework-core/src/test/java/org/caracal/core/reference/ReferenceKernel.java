package org.caracal.core.reference;

/** Computes one primitive. */
@FunctionalInterface
interface ReferenceKernel {
  void run(Elements[] inputs, Elements output);
}
