package org.caracal.core.plugin;

import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;
import java.util.Optional;

/** Finds the word that somebody may have meant. */
public final class Nearest {
  private Nearest() {}

  /**
   * The candidate nearest to the word by edit distance (insert, delete, replace, exchange
   * neighbours), case and joints such as {@code -} and {@code _} left aside; empty if none is near.
   */
  public static Optional<String> of(String word, Collection<String> candidates) {
    record Candidate(String name, int distance) {}
    var wanted = normalize(word);
    return candidates.stream()
        .map(name -> new Candidate(name, distance(wanted, normalize(name))))
        .filter(
            candidate ->
                candidate.distance
                    <= Math.max(1, Math.min(wanted.length(), candidate.name.length()) / 3))
        .min(Comparator.comparingInt(Candidate::distance).thenComparing(Candidate::name))
        .map(Candidate::name);
  }

  /** {@code ": did you mean 'units'?"}, or an empty text if none is near. */
  public static String question(String word, Collection<String> candidates) {
    return of(word, candidates).map(name -> ": did you mean '" + name + "'?").orElse("");
  }

  private static String normalize(String word) {
    return word.toLowerCase(Locale.ROOT).replaceAll("[-_ ]", "");
  }

  /** The optimal string alignment distance. */
  static int distance(String a, String b) {
    var rows = new int[a.length() + 1][b.length() + 1];
    for (var i = 0; i <= a.length(); i++) {
      for (var j = 0; j <= b.length(); j++) {
        if (i == 0 || j == 0) {
          rows[i][j] = i + j;
          continue;
        }
        var replaced = rows[i - 1][j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        rows[i][j] = Math.min(replaced, 1 + Math.min(rows[i - 1][j], rows[i][j - 1]));
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          rows[i][j] = Math.min(rows[i][j], rows[i - 2][j - 2] + 1);
        }
      }
    }
    return rows[a.length()][b.length()];
  }
}
