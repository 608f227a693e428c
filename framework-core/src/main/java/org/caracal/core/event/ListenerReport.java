package org.caracal.core.event;

/**
 * A listener that threw or dawdled.
 *
 * @param listener its service for people: class and bundle
 * @param message what it did
 */
public record ListenerReport(String listener, String message) {}
