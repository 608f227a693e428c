package org.caracal.core.spec;

import java.util.List;
import java.util.Map;
import org.caracal.SpecException;
import org.caracal.core.yaml.YamlParser;
import org.caracal.core.yaml.YamlValue;
import org.caracal.plugin.SourceLocation;

/**
 * Replaces values of a spec by dotted path, as in {@code --set training.epochs=5}. Numbers in a
 * path are indices of lists, from 0; keys that are not there are added; a plugin written as its
 * name alone takes options: {@code training.optimizer.adam.learningRate}.
 */
final class Settings {
  private Settings() {}

  /** The spec with all settings applied. */
  static YamlValue apply(YamlValue spec, Map<String, String> settings) {
    var changed = spec;
    for (var setting : settings.entrySet()) {
      var location = new SourceLocation("--set " + setting.getKey(), 0, Map.of());
      YamlValue value =
          YamlParser.parse(location.file(), setting.getValue())
              .map(parsed -> YamlValue.of(parsed.plain(), location))
              .orElse(new YamlValue.Nothing(location));
      changed = set(changed, List.of(setting.getKey().split("\\.", -1)), 0, value);
    }
    return changed;
  }

  private static YamlValue set(YamlValue target, List<String> path, int depth, YamlValue value) {
    if (depth == path.size()) {
      return value;
    }
    var key = path.get(depth);
    var location = value.location();
    if (target instanceof YamlValue.Mapping mapping) {
      var child = mapping.values().getOrDefault(key, new YamlValue.Nothing(location));
      return mapping.with(key, set(child, path, depth + 1, value));
    }
    if (target instanceof YamlValue.Sequence sequence) {
      var index = index(sequence, path, depth, location);
      return sequence.with(index, set(sequence.values().get(index), path, depth + 1, value));
    }
    if (target instanceof YamlValue.Nothing || key.equals(target.plain())) {
      return new YamlValue.Mapping(
          Map.of(key, set(new YamlValue.Nothing(location), path, depth + 1, value)), location);
    }
    throw new SpecException(
        location.prefix(subject(path, depth) + " is " + target.describe() + " and has no keys"));
  }

  private static int index(
      YamlValue.Sequence sequence, List<String> path, int depth, SourceLocation location) {
    var size = sequence.values().size();
    if (path.get(depth).matches("[0-9]{1,6}") && Integer.parseInt(path.get(depth)) < size) {
      return Integer.parseInt(path.get(depth));
    }
    throw new SpecException(
        location.prefix(
            subject(path, depth)
                + " is a list of "
                + size
                + ": '"
                + path.get(depth)
                + "' is no index, from 0, of it"));
  }

  private static String subject(List<String> path, int depth) {
    return depth == 0 ? "the spec" : String.join(".", path.subList(0, depth));
  }
}
