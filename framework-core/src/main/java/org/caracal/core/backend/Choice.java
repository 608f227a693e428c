package org.caracal.core.backend;

/**
 * A backend and why it was chosen.
 *
 * @param candidate the backend
 * @param reason why, with a remedy if it is not what was wished for
 */
public record Choice(Candidate candidate, String reason) {}
