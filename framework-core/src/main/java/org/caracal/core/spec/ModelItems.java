package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.caracal.SpecException;
import org.caracal.core.spec.ModelItem.BlockItem;
import org.caracal.core.spec.ModelItem.LayerItem;
import org.caracal.core.spec.ModelItem.ShareItem;
import org.caracal.core.yaml.YamlValue;

/** Reads lists of layers and gives every entry its path. Confined to one thread. */
final class ModelItems {
  private static final String[] KEYS = {"name", "layer", "sequential", "shares", "inputs"};
  private static final Pattern NAME =
      Pattern.compile("[A-Za-z0-9_][A-Za-z0-9_.-]*(/[A-Za-z0-9_][A-Za-z0-9_.-]*)*");

  private final Set<String> inputNames;
  private final Map<String, ModelItem> byPath = new LinkedHashMap<>();

  /** A reader for a model with inputs of these names. */
  ModelItems(Set<String> inputNames) {
    this.inputNames = inputNames;
  }

  /** All entries so far, nested ones as well, by path. */
  Map<String, ModelItem> byPath() {
    return byPath;
  }

  /**
   * Reads a list in which each entry is applied to the one before.
   *
   * @param where dotted path of the list, for messages
   * @param prefix what paths of entries start with
   * @param inputs what the first entry is applied to
   */
  List<ModelItem> sequential(
      List<YamlValue> values, String where, String prefix, List<String> inputs) {
    var items = new ArrayList<ModelItem>();
    var counts = new HashMap<String, Integer>();
    for (var i = 0; i < values.size(); i++) {
      var before = items.isEmpty() ? inputs : List.of(items.get(i - 1).path());
      items.add(item(values.get(i), where + "[" + i + "]", prefix, counts, before));
    }
    return items;
  }

  /** Reads a list in which each entry has a name and tells what it is applied to. */
  List<ModelItem> graph(List<YamlValue> values, String where) {
    var items = new ArrayList<ModelItem>();
    for (var i = 0; i < values.size(); i++) {
      var section = Section.of(values.get(i), where + "[" + i + "]", KEYS);
      section.get("name");
      section.get("inputs");
      items.add(written(section, where + "[" + i + "]", "", new HashMap<>(), List.of()));
    }
    return items;
  }

  private ModelItem item(
      YamlValue value,
      String where,
      String prefix,
      Map<String, Integer> counts,
      List<String> inputs) {
    var isLong =
        value instanceof YamlValue.Mapping mapping
            && List.of(KEYS).stream().anyMatch(mapping.values()::containsKey);
    if (isLong) {
      return written(Section.of(value, where, KEYS), where, prefix, counts, inputs);
    }
    var layer = Section.plugin(value, where);
    return add(
        new LayerItem(prefix + numbered(layer.name(), counts), layer, inputs, layer.location()));
  }

  /** An entry in its long form. */
  private ModelItem written(
      Section section,
      String where,
      String prefix,
      Map<String, Integer> counts,
      List<String> before) {
    var inputs = section.has("inputs") ? section.texts("inputs") : before;
    var location = section.location();
    switch (section.oneOf("layer", "sequential", "shares")) {
      case "layer":
        var layer = section.plugin("layer");
        return add(
            new LayerItem(prefix + name(section, layer.name(), counts), layer, inputs, location));
      case "shares":
        return add(
            new ShareItem(
                prefix + name(section, "shared", counts),
                section.text("shares"),
                inputs,
                location));
      default:
        var path = prefix + name(section, "sequential", counts);
        var items =
            sequential(section.list("sequential"), where + ".sequential", path + "/", inputs);
        if (items.isEmpty()) {
          throw section.error("sequential", "has no layers");
        }
        return add(new BlockItem(path, items, inputs, location));
    }
  }

  private static String name(Section section, String kind, Map<String, Integer> counts) {
    if (!section.has("name")) {
      return numbered(kind, counts);
    }
    var name = section.text("name");
    if (!NAME.matcher(name).matches()) {
      throw section.error(
          "name", "must consist of letters, digits, '_', '-', '.' and '/', not '" + name + "'");
    }
    return name;
  }

  private static String numbered(String kind, Map<String, Integer> counts) {
    return kind + "_" + counts.merge(kind, 1, Integer::sum);
  }

  private ModelItem add(ModelItem item) {
    if (inputNames.contains(item.path())) {
      throw taken(item, "there is an input of that name");
    }
    var other = byPath.putIfAbsent(item.path(), item);
    if (other != null) {
      throw taken(item, "there is another layer of that name in line " + other.location().line());
    }
    return item;
  }

  private static SpecException taken(ModelItem item, String reason) {
    return new SpecException(
        item.location().prefix("layer " + item.path() + ": " + reason + ": give it another one"));
  }
}
