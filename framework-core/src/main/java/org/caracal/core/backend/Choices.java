package org.caracal.core.backend;

import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.caracal.backend.BackendRefusal;

/** Chooses among backends and says why. Pure functions. */
final class Choices {
  private Choices() {}

  /**
   * The best of the candidates, which are in the order of preference, or empty if none is allowed.
   */
  static Optional<Choice> choose(
      List<Candidate> candidates, List<BackendRefusal> refusals, BackendWish wish) {
    var allowed = candidates.stream().filter(wish::allows).toList();
    var wished = allowed.stream().filter(wish::prefers).findFirst();
    return wished
        .or(() -> allowed.stream().findFirst())
        .map(found -> new Choice(found, reason(found, candidates, refusals, wish)));
  }

  private static String reason(
      Candidate chosen,
      List<Candidate> candidates,
      List<BackendRefusal> refusals,
      BackendWish wish) {
    if (!wish.isAuto() && chosen.name().equals(wish.name())) {
      return "asked for by name";
    }
    var failed =
        candidates.stream()
            .filter(candidate -> !wish.allows(candidate))
            .map(candidate -> failure(candidate, wish));
    var refused =
        refusals.stream()
            .filter(refusal -> wish.isAuto() || refusal.name().equals(wish.name()))
            .map(Choices::refusal);
    var obstacles =
        java.util.stream.Stream.concat(failed, refused).collect(Collectors.joining("; "));
    if (!wish.isAuto()) {
      return "in place of "
          + wish.name()
          + ": "
          + (obstacles.isEmpty() ? "it is not here at present" : obstacles);
    }
    var others =
        candidates.stream()
            .filter(candidate -> candidate != chosen && wish.allows(candidate))
            .map(Candidate::name)
            .distinct()
            .collect(Collectors.joining(", "));
    var preference =
        others.isEmpty() ? "the only usable backend" : "preferred by ranking to " + others;
    return obstacles.isEmpty() ? preference : preference + "; " + obstacles;
  }

  /** A refusal for people, with its remedy. */
  static String refusal(BackendRefusal refusal) {
    return refusal.name()
        + " refuses: "
        + refusal.reason()
        + (refusal.remedy().isEmpty() ? "" : " (" + refusal.remedy() + ")");
  }

  private static String failure(Candidate candidate, BackendWish wish) {
    return candidate.name()
        + " failed in this run: "
        + wish.failed().get(candidate.registered().serviceId());
  }
}
