package org.caracal.backend;

/**
 * Registered as a service by a backend bundle whose backend cannot be used here, in place of the
 * backend.
 *
 * @param name name of the backend
 * @param reason why it cannot be used
 * @param remedy what to do about it
 */
public record BackendRefusal(String name, String reason, String remedy) {}
