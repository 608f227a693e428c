package org.caracal.core.spec;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.model.ModelStructure;
import org.caracal.core.model.Reference;
import org.caracal.core.plugin.Nearest;
import org.caracal.core.yaml.YamlValue;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.caracal.plugin.SourceLocation;

/** The section {@code model} of a spec. */
final class ModelSection {
  private final ModelSpec model;
  private final NodeList nodes;
  private final Set<String> paths;

  private ModelSection(ModelSpec model, NodeList nodes) {
    this.model = model;
    this.nodes = nodes;
    this.paths = new HashSet<>(model.nodes().stream().map(NodeSpec::path).toList());
  }

  /** Reads the section; the model is called as the job unless it has a name of its own. */
  static ModelSection read(Section job, String jobName) {
    var section = job.section("model", "name", "dtype", "inputs", "sequential", "graph", "outputs");
    var dtype = dtype(section);
    var inputs = inputs(section, dtype);
    var names = inputs.stream().map(InputSpec::name).toList();
    var items = new ModelItems(Set.copyOf(names));
    var form = section.oneOf("sequential", "graph");
    var top =
        form.equals("graph")
            ? items.graph(section.list(form), section.path(form))
            : items.sequential(section.list(form), section.path(form), "", names);
    if (top.isEmpty()) {
      throw section.error(form, "has no layers");
    }
    var nodes = NodeList.of(top, items.byPath());
    var outputs =
        form.equals("graph") || section.has("outputs")
            ? section.texts("outputs").stream().map(nodes::resolve).toList()
            : List.of(nodes.resolve(top.get(top.size() - 1).path()));
    var name = section.has("name") ? section.text("name") : jobName;
    var model = new ModelSpec(name, dtype, inputs, NodeOrder.of(nodes.nodes()), outputs);
    ModelStructure.owners(model);
    return new ModelSection(model, nodes);
  }

  private static DType dtype(Section section) {
    var dtype = section.choice("dtype", DType.class, DType.FLOAT32);
    if (!dtype.isFloating()) {
      throw section.error("dtype", "must be float32 or float64, not " + dtype);
    }
    return dtype;
  }

  private static List<InputSpec> inputs(Section section, DType dtype) {
    var inputs = new ArrayList<InputSpec>();
    if (section.get("inputs") instanceof YamlValue.Mapping written && !written.values().isEmpty()) {
      var names =
          Section.of(
              written, section.path("inputs"), written.values().keySet().toArray(String[]::new));
      for (var entry : written.values().entrySet()) {
        inputs.add(
            new InputSpec(
                entry.getKey(), inputType(names, entry.getKey(), entry.getValue(), dtype)));
      }
      return inputs;
    }
    throw section.error(
        "inputs",
        "must be a mapping of names to shapes, such as {pixels: [64]}, not "
            + section.get("inputs").describe());
  }

  private static TensorType inputType(Section inputs, String name, YamlValue written, DType dtype) {
    if (!(written instanceof YamlValue.Mapping)) {
      return new TensorType(dtype, shape(inputs, name));
    }
    var section = inputs.section(name, "shape", "dtype");
    return new TensorType(section.choice("dtype", DType.class, dtype), shape(section, "shape"));
  }

  private static Shape shape(Section section, String key) {
    try {
      return Shape.of(section.integers(key));
    } catch (IllegalArgumentException e) {
      throw section.error(key, "is no shape: " + e.getMessage());
    }
  }

  ModelSpec model() {
    return model;
  }

  /**
   * The node whose output is meant, empty for the model's only output.
   *
   * @param key key of the section with its reference, which may be left out
   */
  String output(Section section, String key) {
    if (section.has(key)) {
      return node(section.text(key))
          .orElseThrow(
              () ->
                  section.error(
                      key,
                      "'"
                          + section.text(key)
                          + "' is no layer"
                          + Nearest.question(section.text(key), paths)));
    }
    if (model.outputs().size() > 1) {
      throw new SpecException(several(section.location(), section.path(key)));
    }
    return "";
  }

  private String several(SourceLocation location, String path) {
    return location.prefix(
        path
            + " must say which output is meant, as the model has several: "
            + String.join(", ", model.outputs()));
  }

  /** The reference to a node, if there is such a node or block. */
  Optional<String> node(String text) {
    return Optional.of(nodes.resolve(text))
        .filter(resolved -> paths.contains(Reference.parse(resolved).path()));
  }
}
