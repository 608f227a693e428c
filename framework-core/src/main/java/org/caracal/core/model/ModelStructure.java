package org.caracal.core.model;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.caracal.SpecException;
import org.caracal.core.plugin.Nearest;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;

/**
 * The checks of a model that need no plugin: names are unique, references lead back, shared nodes
 * have an owner.
 */
public final class ModelStructure {
  private final ModelSpec model;
  private final Map<String, NodeSpec> nodes = new LinkedHashMap<>();
  private final Map<String, String> owners = new HashMap<>();

  private ModelStructure(ModelSpec model) {
    this.model = model;
  }

  /**
   * Checks a model.
   *
   * @return path of each node to the path of the node whose parameters it uses, its own as a rule
   * @throws SpecException if the model is malformed; the message names file, line and node
   */
  public static Map<String, String> owners(ModelSpec model) {
    var structure = new ModelStructure(model);
    structure.checkNames();
    structure.checkReferences();
    model.nodes().forEach(structure::findOwner);
    return structure.owners;
  }

  private void checkNames() {
    var names = new HashSet<String>();
    for (var input : model.inputs()) {
      require(
          names.add(input.name()),
          "model " + model.name() + " has two inputs '" + input.name() + "'");
    }
    for (var node : model.nodes()) {
      if (!names.add(node.path())) {
        throw error(node, "there is already an input or a layer of that name");
      }
      nodes.put(node.path(), node);
    }
    require(!model.inputs().isEmpty(), "model " + model.name() + " has no inputs");
    require(!model.outputs().isEmpty(), "model " + model.name() + " has no outputs");
  }

  private void checkReferences() {
    var known = new HashSet<>(model.inputs().stream().map(InputSpec::name).toList());
    for (var node : model.nodes()) {
      for (var input : node.inputs()) {
        var path = Reference.parse(input).path();
        if (!known.contains(path)) {
          throw error(node, unknown(path, known));
        }
      }
      known.add(node.path());
    }
    for (var output : model.outputs()) {
      var path = Reference.parse(output).path();
      require(
          nodes.containsKey(path),
          "model " + model.name() + ", outputs: " + unknown(path, nodes.keySet()));
    }
  }

  private String unknown(String path, Set<String> known) {
    return nodes.containsKey(path)
        ? "it is applied to '" + path + "', which comes after it"
        : "there is no input or layer '" + path + "'" + Nearest.question(path, known);
  }

  private void findOwner(NodeSpec node) {
    var passed = new HashSet<String>();
    var owner = node;
    while (owner.sharedWith().isPresent()) {
      var next = nodes.get(owner.sharedWith().get());
      if (next == null) {
        var wanted = owner.sharedWith().get();
        throw error(
            node,
            "it shares '"
                + wanted
                + "', but there is no such layer"
                + Nearest.question(wanted, nodes.keySet()));
      }
      if (!passed.add(next.path())) {
        throw error(node, "it shares itself");
      }
      owner = next;
    }
    if (!owner.layer().name().equals(node.layer().name())) {
      throw error(
          node,
          "it is a "
              + node.layer().name()
              + " and shares '"
              + owner.path()
              + "', which is a "
              + owner.layer().name());
    }
    owners.put(node.path(), owner.path());
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new SpecException(message);
    }
  }

  private static SpecException error(NodeSpec node, String message) {
    return new SpecException(
        node.layer().location().prefix("layer " + node.path() + ": " + message));
  }
}
