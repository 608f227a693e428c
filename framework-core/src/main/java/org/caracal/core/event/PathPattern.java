package org.caracal.core.event;

import java.util.Collection;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Matches paths of layers and parameters: {@code *} stands for any characters within a name, {@code
 * **} across names. {@code decoder/**} means everything below {@code decoder}.
 */
public final class PathPattern {
  private final Pattern pattern;

  private PathPattern(Pattern pattern) {
    this.pattern = pattern;
  }

  /** A pattern that matches what any of {@code globs} matches. */
  public static PathPattern anyOf(Collection<String> globs) {
    return new PathPattern(
        Pattern.compile(globs.stream().map(PathPattern::regex).collect(Collectors.joining("|"))));
  }

  /** Whether the whole path matches. */
  public boolean matches(String path) {
    return pattern.matcher(path).matches();
  }

  private static String regex(String glob) {
    var regex = new StringBuilder();
    for (var i = 0; i < glob.length(); i++) {
      if (glob.startsWith("**", i)) {
        regex.append(".*");
        i++;
      } else if (glob.charAt(i) == '*') {
        regex.append("[^/]*");
      } else {
        regex.append(Pattern.quote(glob.substring(i, i + 1)));
      }
    }
    return regex.toString();
  }
}
