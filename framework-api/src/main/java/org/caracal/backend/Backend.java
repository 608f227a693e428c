package org.caracal.backend;

/**
 * A compute backend: a service, found by its name ({@link org.caracal.plugin.BackendPlugin}). Of
 * several backends the one with the highest service ranking is preferred. Thread-safe.
 */
public interface Backend {
  /** One line for people: which kernels, which processor features, how many threads at most. */
  String description();

  /**
   * Opens a session, in which one run or predictor compiles and runs its kernels. A session
   * outlives the deactivation of the backend's component: it stays usable until it is closed.
   */
  BackendSession open(Execution execution);
}
