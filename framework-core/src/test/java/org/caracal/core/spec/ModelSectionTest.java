package org.caracal.core.spec;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.junit.jupiter.api.Test;

/** The forms in which models are written. The section {@code model} begins in line 3. */
class ModelSectionTest {
  private static final String REST =
      "data: {source: digits}\n"
          + "training: {epochs: 1, loss: mse, target: y, output: LAST, optimizer: sgd}\n";

  @Test
  void readsTheSequentialForm() {
    var model =
        read(
            """
            inputs: {pixels: [64]}
            sequential:
              - dense: {units: 64}
              - relu
              - {name: head, layer: {dense: {units: 10}}}
              - dense@[1.0,2.0): {units: 3}
            """,
            "head");

    assertEquals("m", model.name());
    assertEquals(
        List.of("dense_1(pixels)", "relu_1(dense_1)", "head(relu_1)", "dense_2(head)"),
        edges(model));
    assertEquals(List.of("dense_2"), model.outputs());
    assertEquals("[1.0,2.0)", model.nodes().get(3).layer().versions());
    assertEquals(Map.of("units", 64L), model.nodes().get(0).layer().options());
    assertEquals("m.yaml:6", model.nodes().get(0).layer().location().toString());
    assertEquals("m.yaml:6", model.nodes().get(0).layer().location().of("units").toString());
    assertEquals(new TensorType(DType.FLOAT32, Shape.of(64)), model.inputs().get(0).type());
  }

  @Test
  void readsTypesAndNames() {
    var model =
        read(
            """
            name: other
            dtype: float64
            inputs: {x: 3, s: [], tokens: {shape: [128], dtype: int32}, y: {shape: [2, 2]}}
            sequential: [sum]
            """,
            "sum_1");

    assertEquals("other", model.name());
    assertEquals(DType.FLOAT64, model.dtype());
    assertEquals(
        List.of("float64[3]", "float64[]", "int32[128]", "float64[2, 2]"),
        model.inputs().stream().map(input -> input.type().toString()).toList());
    assertEquals(List.of("x", "s", "tokens", "y"), model.nodes().get(0).inputs());
  }

  @Test
  void nestsBlocksAndSkipsConnections() {
    var model =
        read(
            """
            inputs: {x: [8]}
            sequential:
              - {name: encoder, sequential: [{dense: {units: 8}}, relu, {sequential: [relu]}]}
              - {layer: sum, inputs: [encoder, x, "encoder/dense_1:0"]}
              - sequential: [relu]
            """,
            "sequential_1");

    assertEquals(
        List.of(
            "encoder/dense_1(x)",
            "encoder/relu_1(encoder/dense_1)",
            "encoder/sequential_1/relu_1(encoder/relu_1)",
            "sum_1(encoder/sequential_1/relu_1, x, encoder/dense_1)",
            "sequential_1/relu_1(sum_1)"),
        edges(model));
    assertEquals(List.of("sequential_1/relu_1"), model.outputs());
  }

  @Test
  void readsTheGraphFormInAnyOrder() {
    var model =
        read(
            """
            inputs: {a: [8], b: [8]}
            graph:
              - {name: both, layer: sum, inputs: ["h:1", g]}
              - {name: g, shares: h, inputs: b}
              - {name: h, layer: halves, inputs: [a]}
            outputs: [both, "h:1"]
            """,
            "both");

    assertEquals(List.of("h(a)", "g=h(b)", "both(h:1, g)"), edges(model));
    assertEquals(List.of("both", "h:1"), model.outputs());
  }

  @Test
  void sharesWholeBlocks() {
    var model =
        read(
            """
            inputs: {a: [8], b: [8]}
            graph:
              - name: tower
                inputs: a
                sequential:
                  - dense: {units: 4}
                  - {name: inner, sequential: [relu]}
                  - {name: skip, layer: sum, inputs: [inner, dense_1]}
              - {name: twin, shares: tower, inputs: b}
              - {name: third, shares: twin, inputs: twin}
              - {name: again, shares: tower/inner, inputs: third}
            outputs: again
            """
                .replace("[inner, dense_1]", "[tower/inner, tower/dense_1]"),
            "tower");

    assertEquals(
        List.of(
            "tower/dense_1(a)",
            "tower/inner/relu_1(tower/dense_1)",
            "tower/skip(tower/inner/relu_1, tower/dense_1)",
            "twin/dense_1=tower/dense_1(b)",
            "twin/inner/relu_1=tower/inner/relu_1(twin/dense_1)",
            "twin/skip=tower/skip(twin/inner/relu_1, twin/dense_1)",
            "third/dense_1=tower/dense_1(twin/skip)",
            "third/inner/relu_1=tower/inner/relu_1(third/dense_1)",
            "third/skip=tower/skip(third/inner/relu_1, third/dense_1)",
            "again/relu_1=tower/inner/relu_1(third/skip)"),
        edges(model));
    assertEquals(List.of("again/relu_1"), model.outputs());
  }

  @Test
  void ordersDeepModelsWithoutRecursion() {
    var nodes =
        IntStream.iterate(9_999, i -> i >= 0, i -> i - 1)
            .mapToObj(
                i ->
                    "  - {name: n"
                        + i
                        + ", layer: relu, inputs: "
                        + (i == 0 ? "x" : "n" + (i - 1))
                        + "}")
            .collect(Collectors.joining("\n"));

    var model = read("inputs: {x: [8]}\ngraph:\n" + nodes + "\noutputs: n9999\n", "n0");

    assertEquals("n0", model.nodes().get(0).path());
    assertEquals("n9999", model.nodes().get(9_999).path());
  }

  @Test
  void namesWhatIsWrongWithInputs() {
    assertFails(
        "m.yaml:4: model.inputs must be a mapping of names to shapes, such as {pixels: [64]}, not a"
            + " list",
        "inputs: [64]\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.inputs must be a mapping of names to shapes, such as {pixels: [64]}, not"
            + " nothing",
        "inputs:\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.inputs.x must be an integer, not 'wide'",
        "inputs: {x: wide}\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.inputs.x is no shape: shape [-1] has a negative extent",
        "inputs: {x: [-1]}\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.inputs.x has no key 'shpae': did you mean 'shape'? (keys: shape, dtype)",
        "inputs: {x: {shpae: [1]}}\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.inputs.x.dtype must be one of float32, float64, int32, int64, bool, not"
            + " 'int'",
        "inputs: {x: {shape: [1], dtype: int}}\nsequential: [relu]");
    assertFails(
        "m.yaml:4: model.dtype must be float32 or float64, not int32",
        "dtype: int32\ninputs: {x: [1]}\nsequential: [relu]");
    assertFails("m.yaml:3: model needs the key 'inputs'", "sequential: [relu]");
  }

  @Test
  void namesWhatIsWrongWithLayers() {
    assertFails("m.yaml:3: model needs one of the keys sequential, graph", "inputs: {x: [1]}");
    assertFails(
        "m.yaml:3: model needs one of the keys sequential, graph, not both sequential and graph",
        "inputs: {x: [1]}\nsequential: [relu]\ngraph: []");
    assertFails("m.yaml:5: model.sequential has no layers", "inputs: {x: [1]}\nsequential: []");
    assertFails(
        "m.yaml:7: model.sequential[1] must be one plugin, NAME or NAME: {options}, not the keys"
            + " 'dense', 'units': indent the options below the name",
        "inputs: {x: [1]}\nsequential:\n  - relu\n  - dense:\n    units: 3");
    assertFails(
        "m.yaml:6: model.sequential[0] has no key 'lyaer': did you mean 'layer'? (keys: name,"
            + " layer, sequential, shares, inputs)",
        "inputs: {x: [1]}\nsequential:\n  - {name: a, lyaer: relu}");
    assertFails(
        "m.yaml:6: model.sequential[0].name must consist of letters, digits, '_', '-', '.' and '/',"
            + " not 'a:1'",
        "inputs: {x: [1]}\nsequential:\n  - {name: 'a:1', layer: relu}");
    assertFails(
        "m.yaml:7: layer relu_1: there is another layer of that name in line 6: give it another"
            + " one",
        "inputs: {x: [1]}\nsequential:\n  - relu\n  - {name: relu_1, layer: relu}");
    assertFails(
        "m.yaml:6: layer x: there is an input of that name: give it another one",
        "inputs: {x: [1]}\nsequential:\n  - {name: x, layer: relu}");
    assertFails(
        "m.yaml:6: model.graph[0] needs the key 'inputs'",
        "inputs: {x: [1]}\ngraph:\n  - {name: a, layer: relu}\noutputs: a");
    assertFails(
        "m.yaml:3: model needs the key 'outputs'",
        "inputs: {x: [1]}\ngraph:\n  - {name: a, layer: relu, inputs: x}");
  }

  @Test
  void namesWhatIsWrongWithReferences() {
    assertFails(
        "m.yaml:6: layer a: there is no input or layer 'pixel': did you mean 'pixels'?",
        "inputs: {pixels: [1]}\ngraph:\n  - {name: a, layer: relu, inputs: pixel}\noutputs: a");
    assertFails(
        "model m, outputs: there is no input or layer 'b'",
        "inputs: {pixels: [1]}\n"
            + "graph:\n"
            + "  - {name: encoder, layer: relu, inputs: pixels}\n"
            + "outputs: b");
    assertFails(
        "m.yaml:6: the layers form a cycle: a is applied to b is applied to c is applied to a",
        "inputs: {x: [1]}\n"
            + "graph:\n"
            + "  - {name: a, layer: relu, inputs: b}\n"
            + "  - {name: b, layer: relu, inputs: c}\n"
            + "  - {name: c, layer: sum, inputs: [x, a]}\n"
            + "outputs: a");
    assertFails(
        "m.yaml:6: the layers form a cycle: a is applied to a",
        "inputs: {x: [1]}\ngraph:\n  - {name: a, layer: relu, inputs: a}\noutputs: a");
    assertFails(
        "m.yaml:7: layer b: it shares 'ab', but there is no such layer: did you mean 'a'?",
        "inputs: {x: [1]}\n"
            + "graph:\n"
            + "  - {name: a, layer: relu, inputs: x}\n"
            + "  - {name: b, shares: ab, inputs: x}\n"
            + "outputs: a");
    assertFails(
        "m.yaml:6: layer a: it shares itself",
        "inputs: {x: [1]}\n"
            + "graph:\n"
            + "  - {name: a, shares: b, inputs: x}\n"
            + "  - {name: b, shares: a, inputs: x}\n"
            + "outputs: a");
    assertFails(
        "m.yaml:6: layer a/b: it shares itself",
        "inputs: {x: [1]}\nsequential:\n  - {name: a, sequential: [{name: b, shares: a}]}");
    assertFails(
        "m.yaml:7: layer b: it has 2 inputs, but 'a', which it shares, has 1",
        "inputs: {x: [1]}\n"
            + "sequential:\n"
            + "  - {name: a, sequential: [relu]}\n"
            + "  - {name: b, shares: a, inputs: [x, a]}");
  }

  @Test
  void boundsModelsThatGrowByDoubling() {
    var text =
        new StringBuilder(
            "inputs: {x: [1]}\nsequential:\n  - {name: a0, sequential: [relu, relu]}\n");
    for (var i = 1; i < 40; i++) {
      text.append(
          "  - {name: a"
              + i
              + ", sequential: [{shares: a"
              + (i - 1)
              + "}, {shares: a"
              + (i - 1)
              + "}]}\n");
    }

    assertFails("m.yaml:19: the model has more than 20000 layers", text.toString());
  }

  private static void assertFails(String message, String model) {
    assertEquals(
        message, assertThrows(SpecException.class, () -> read(model + "\n", "a")).getMessage());
  }

  private static ModelSpec read(String model, String output) {
    var text = "name: m\nseed: 1\nmodel:\n" + model.indent(2) + REST.replace("LAST", output);
    return YamlJobReader.parse(text, "m.yaml", Path.of("."), Map.of()).model();
  }

  /** {@code path=shared(inputs)}. */
  private static List<String> edges(ModelSpec model) {
    return model.nodes().stream().map(ModelSectionTest::edge).toList();
  }

  private static String edge(NodeSpec node) {
    return node.path()
        + Optional.of(node).flatMap(NodeSpec::sharedWith).map(owner -> "=" + owner).orElse("")
        + "("
        + String.join(", ", node.inputs())
        + ")";
  }
}
