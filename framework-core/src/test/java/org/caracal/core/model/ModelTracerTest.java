package org.caracal.core.model;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.plugin.TestPlugins;
import org.caracal.graph.Input;
import org.caracal.graph.RandomUniform;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.layer.Scope;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;
import org.junit.jupiter.api.Test;

class ModelTracerTest {
  private static final PluginSpec DENSE = PluginSpec.of("dense", Map.of("units", 3));

  private final TestPlugins plugins = TestLayers.plugins();

  @Test
  void tracesLayersParametersAndTypes() {
    var model =
        ModelSpec.sequential("m", "x", Shape.of(4))
            .dtype(DType.FLOAT64)
            .layer(DENSE)
            .layer("relu")
            .layer(DENSE)
            .build();

    var traced = ModelTracer.trace(model, plugins, 8, true);

    assertEquals(
        List.of("dense_1", "relu_1", "dense_2"),
        traced.layers().stream().map(TracedLayer::path).toList());
    assertEquals(
        List.of("dense_1/kernel", "dense_2/kernel"),
        traced.parameters().stream().map(Parameter::path).toList());
    assertEquals(
        new TensorType(DType.FLOAT64, Shape.of(4, 3)), traced.parameters().get(0).tensor().type());
    assertEquals(
        new Input("dense_1/kernel", traced.parameters().get(0).tensor().type()),
        traced.parameters().get(0).tensor().operation());
    assertEquals(new Fans(4, 3), traced.parameters().get(0).fans());
    assertEquals("ones", traced.parameters().get(0).initializer().registered().name());
    assertEquals(
        new TensorType(DType.FLOAT64, Shape.of(8, 3)),
        traced.outputs().get("dense_2").get(0).type());
    assertEquals(new TensorType(DType.FLOAT64, Shape.of(8, 4)), traced.inputs().get("x").type());
  }

  @Test
  void appliesGraphsWithSeveralOutputsAndSharedLayers() {
    var model =
        graph(
            List.of("sum", "h:1"),
            node("h", PluginSpec.of("halves"), "x"),
            node("a", DENSE, "h"),
            new NodeSpec("b", DENSE, List.of("h:1"), Optional.of("a")),
            node("sum", PluginSpec.of("sum"), "a", "b"));

    var traced = ModelTracer.trace(model, plugins, 2, true);

    assertEquals(List.of("a/kernel"), traced.parameters().stream().map(Parameter::path).toList());
    var kernel = traced.parameters().get(0).tensor();
    assertSame(kernel, traced.outputs().get("a").get(0).operands().get(1));
    assertSame(kernel, traced.outputs().get("b").get(0).operands().get(1));
    assertEquals(
        List.of(traced.outputs().get("a").get(0), traced.outputs().get("b").get(0)),
        traced.layers().get(3).inputs());
  }

  @Test
  void chainsTheStateOfALayerThatIsUsedTwice() {
    var model =
        graph(
            List.of("b"),
            node("a", PluginSpec.of("center"), "x"),
            new NodeSpec("b", PluginSpec.of("center"), List.of("a"), Optional.of("a")));

    var traced = ModelTracer.trace(model, plugins, 2, true);

    assertEquals(List.of("a/mean"), traced.states().stream().map(State::path).toList());
    var state = traced.states().get(0);
    assertEquals(0.5, state.initial());
    var assigned = traced.assignments().get(state.tensor());
    assertEquals(1, traced.assignments().size());
    assertTrue(
        leads(assigned, traced.outputs().get("a").get(0)),
        "the second use sees the batch of the first");
  }

  @Test
  void assignsNothingOutsideOfTraining() {
    var model = graph(List.of("a"), node("a", PluginSpec.of("center"), "x"));

    assertEquals(Map.of(), ModelTracer.trace(model, plugins, 2, false).assignments());
  }

  @Test
  void givesEveryPlaceThatDrawsAStreamOfItsOwn() {
    var model =
        graph(
            List.of("b"),
            node("a", PluginSpec.of("noise"), "x"),
            node("b", PluginSpec.of("noise"), "a"));

    var small = streams(ModelTracer.trace(model, plugins, 2, true));
    var large = streams(ModelTracer.trace(model, plugins, 5, true));

    assertEquals(4, new HashSet<>(small).size());
    assertEquals(small, large);
    assertEquals(
        -6876818137328433814L,
        small.get(0),
        "streams must never change, or a resumed run would draw others");
  }

  @Test
  void nestsLayersAndDifferentiatesInside() {
    var model = graph(List.of("t"), node("t", PluginSpec.of("tower"), "x"));

    var traced = ModelTracer.trace(model, plugins, 2, true);

    assertEquals(
        List.of("t/cell", "t/cell", "t"), traced.layers().stream().map(TracedLayer::path).toList());
    assertEquals(
        List.of(true, true, false), traced.layers().stream().map(TracedLayer::nested).toList());
    assertEquals(
        List.of("t/cell/kernel"), traced.parameters().stream().map(Parameter::path).toList());
    assertEquals(Shape.SCALAR, traced.extraLosses().get(0).shape());
  }

  @Test
  void asksForTheSameVariablesForAnotherBatchSize() {
    var fickle =
        TestLayers.layer(
            (scope, inputs) ->
                List.of(
                    inputs
                        .get(0)
                        .add(
                            scope.parameter(
                                "bias",
                                Shape.of(inputs.get(0).shape().extent(0), 1),
                                Fans.NONE,
                                PluginSpec.of("ones")))));
    plugins.with(PluginKind.LAYER, "fickle", fickle);
    var model = graph(List.of("f"), node("f", PluginSpec.of("fickle"), "x"));
    var first = ModelTracer.trace(model, plugins, 2, true);

    ModelTracer.trace(model, plugins, 2, false).requireVariablesOf(first);
    var failure =
        assertThrows(
            PluginException.class,
            () -> ModelTracer.trace(model, plugins, 3, true).requireVariablesOf(first));

    assertEquals(
        "a layer must ask for the same parameters and states whenever it is applied, but 'f/bias'"
            + " was float32[2, 1] at first and is float32[3, 1] for another batch size",
        failure.getMessage());
  }

  @Test
  void namesTheLayerWhoseInputDoesNotFit() {
    var model =
        graph(
            List.of("s"),
            node("h", PluginSpec.of("halves"), "x"),
            node(
                "s",
                new PluginSpec("sum", "", Map.of(), new SourceLocation("m.yaml", 9, Map.of())),
                "h",
                "x"));

    assertFails(
        SpecException.class,
        "m.yaml:9: layer s (sum, bundle test.plugins 1.2.0) cannot be applied to float32[2, 2],"
            + " float32[2, 4]: shapes [2, 2] and [2, 4] do not broadcast: 2 against 4",
        model);
  }

  @Test
  void namesTheNestedLayerThatFails() {
    plugins.with(
        PluginKind.LAYER,
        "outer",
        TestLayers.layer((scope, inputs) -> scope.layer("inner", PluginSpec.of("dense"), inputs)));

    assertFails(
        SpecException.class,
        "o/inner: dense needs the option 'units' (integer: number of outputs; bundle test.plugins"
            + " 1.2.0)",
        graph(List.of("o"), node("o", PluginSpec.of("outer"), "x")));
  }

  @Test
  void blamesALayerThatThrowsOrReturnsNothing() {
    plugins
        .with(
            PluginKind.LAYER, "broken", TestLayers.layer((scope, inputs) -> List.of(inputs.get(7))))
        .with(PluginKind.LAYER, "endless", TestLayers.layer(ModelTracerTest::endless))
        .with(PluginKind.LAYER, "empty", TestLayers.layer((scope, inputs) -> List.of()))
        .with(PluginKind.LAYER, "null", TestLayers.layer((scope, inputs) -> null));

    assertFails(
        PluginException.class,
        "layer l (broken, bundle test.plugins 1.2.0) failed:"
            + " java.lang.ArrayIndexOutOfBoundsException: Index 7 out of bounds for length 1",
        graph(List.of("l"), node("l", PluginSpec.of("broken"), "x")));
    assertFails(
        PluginException.class,
        "layer l (endless, bundle test.plugins 1.2.0) failed: java.lang.StackOverflowError",
        graph(List.of("l"), node("l", PluginSpec.of("endless"), "x")));
    for (var name : List.of("empty", "null")) {
      assertFails(
          PluginException.class,
          "layer l (" + name + ", bundle test.plugins 1.2.0) failed: it returned no output",
          graph(List.of("l"), node("l", PluginSpec.of(name), "x")));
    }
  }

  @Test
  void refusesToServeALayerThatHasReturned() {
    var kept = new ArrayList<Scope>();
    plugins.with(
        PluginKind.LAYER,
        "keeper",
        TestLayers.layer(
            (scope, inputs) -> {
              kept.add(scope);
              return inputs;
            }));
    ModelTracer.trace(
        graph(List.of("k"), node("k", PluginSpec.of("keeper"), "x")), plugins, 1, true);

    var failure =
        assertThrows(IllegalStateException.class, () -> kept.get(0).randomUniform(Shape.SCALAR));

    assertEquals(
        "the scope of layer k is valid only while the layer is applied", failure.getMessage());
  }

  @Test
  void rejectsMalformedModels() {
    assertFails(
        SpecException.class,
        "layer a: there is no input or layer 'y': did you mean 'x'?",
        graph(List.of("a"), node("a", PluginSpec.of("relu"), "y")));
    assertFails(
        SpecException.class,
        "layer a: it is applied to 'b', which comes after it",
        graph(
            List.of("a"),
            node("a", PluginSpec.of("relu"), "b"),
            node("b", PluginSpec.of("relu"), "x")));
    assertFails(
        SpecException.class,
        "layer x: there is already an input or a layer of that name",
        graph(List.of("x"), node("x", PluginSpec.of("relu"), "x")));
    assertFails(
        SpecException.class,
        "model m, outputs: there is no input or layer 'output'",
        graph(List.of("output"), node("a", PluginSpec.of("relu"), "x")));
    assertFails(
        SpecException.class,
        "layer b: there is no 'a:2': 'a' has 2 outputs",
        graph(
            List.of("b"),
            node("a", PluginSpec.of("halves"), "x"),
            node("b", PluginSpec.of("relu"), "a:2")));
    assertFails(
        SpecException.class,
        "model m, outputs: there is no 'a:1': 'a' has one output",
        graph(List.of("a:1"), node("a", PluginSpec.of("relu"), "x")));
    assertFails(
        SpecException.class,
        "layer b: it shares 'c', but there is no such layer: did you mean 'a'?",
        graph(
            List.of("b"),
            node("a", PluginSpec.of("relu"), "x"),
            new NodeSpec("b", PluginSpec.of("relu"), List.of("a"), Optional.of("c"))));
    assertFails(
        SpecException.class,
        "layer b: it shares itself",
        graph(
            List.of("b"),
            new NodeSpec("b", PluginSpec.of("relu"), List.of("x"), Optional.of("b"))));
    assertFails(
        SpecException.class,
        "layer b (dense, bundle test.plugins 1.2.0) cannot be applied to float32[2, 3]: 'a/kernel'"
            + " was float32[4, 3] before and is asked for as float32[3, 3] now",
        graph(
            List.of("b"),
            node("a", DENSE, "x"),
            new NodeSpec("b", DENSE, List.of("a"), Optional.of("a"))));
  }

  @Test
  void isUnaffectedByTheDepthOfAModel() {
    var model = ModelSpec.sequential("deep", "x", Shape.of(4));
    for (var i = 0; i < 5_000; i++) {
      model.layer("relu");
    }

    assertEquals(5_000, ModelTracer.trace(model.build(), plugins, 1, true).layers().size());
    assertNotEquals(0, ModelTracer.trace(model.build(), plugins, 1, true).outputs().size());
  }

  private void assertFails(
      Class<? extends RuntimeException> type, String message, ModelSpec model) {
    var failure = assertThrows(type, () -> ModelTracer.trace(model, plugins, 2, true));
    assertEquals(message, failure.getMessage());
  }

  @SuppressWarnings("InfiniteRecursion") // a layer may do this; the tracer must survive
  private static List<Tensor> endless(Scope scope, List<Tensor> inputs) {
    return endless(scope, inputs);
  }

  private static NodeSpec node(String path, PluginSpec layer, String... inputs) {
    return new NodeSpec(path, layer, List.of(inputs), Optional.empty());
  }

  private static ModelSpec graph(List<String> outputs, NodeSpec... nodes) {
    return new ModelSpec(
        "m",
        DType.FLOAT32,
        List.of(new InputSpec("x", TensorType.float32(4))),
        List.of(nodes),
        outputs);
  }

  private static boolean leads(Tensor from, Tensor to) {
    return from == to || from.operands().stream().anyMatch(operand -> leads(operand, to));
  }

  private static List<Long> streams(TracedModel traced) {
    var streams = new ArrayList<Long>();
    collect(traced.layers().get(traced.layers().size() - 1).outputs().get(0), streams);
    return streams;
  }

  private static void collect(Tensor tensor, List<Long> streams) {
    tensor.operands().forEach(operand -> collect(operand, streams));
    if (tensor.operation() instanceof RandomUniform random) {
      streams.add(random.stream());
    }
  }
}
