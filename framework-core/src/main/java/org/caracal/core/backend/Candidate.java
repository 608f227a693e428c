package org.caracal.core.backend;

import org.caracal.backend.Backend;
import org.caracal.core.plugin.Registered;

/**
 * A backend that could be used.
 *
 * @param registered the backend
 * @param ranking its service ranking
 */
public record Candidate(Registered<Backend> registered, int ranking)
    implements Comparable<Candidate> {
  /** The name by which runs ask for it. */
  public String name() {
    return registered.name();
  }

  /** Higher ranking first, then the one that was registered earlier, as everywhere in OSGi. */
  @Override
  public int compareTo(Candidate other) {
    return ranking != other.ranking
        ? Integer.compare(other.ranking, ranking)
        : Long.compare(registered.serviceId(), other.registered.serviceId());
  }
}
