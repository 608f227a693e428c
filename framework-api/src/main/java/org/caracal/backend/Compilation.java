package org.caracal.backend;

/** A backend's answer to a {@link KernelRequest}. */
public sealed interface Compilation {
  /**
   * The backend has a kernel.
   *
   * @param kernel the kernel, bound to the request
   */
  record Compiled(Kernel kernel) implements Compilation {}

  /**
   * The backend has no kernel for this request: a composite is decomposed, a fused request is taken
   * apart; a declined primitive is an error.
   *
   * @param reason why, and what would remedy it
   */
  record Declined(String reason) implements Compilation {}
}
