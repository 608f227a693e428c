package org.caracal.core.contract;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.caracal.SpecException;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Backend;
import org.caracal.core.file.Safetensors;
import org.caracal.core.graph.Differentiation;
import org.caracal.core.graph.Graphs;
import org.caracal.core.model.ModelTracer;
import org.caracal.core.model.Parameter;
import org.caracal.core.model.State;
import org.caracal.core.model.TracedModel;
import org.caracal.core.plugin.PluginResolver;
import org.caracal.core.random.PhiloxStream;
import org.caracal.core.reference.Evaluation;
import org.caracal.core.reference.GradientCheck;
import org.caracal.core.reference.OperationCase;
import org.caracal.graph.Input;
import org.caracal.graph.Tensor;
import org.caracal.model.InputSpec;
import org.caracal.model.ModelSpec;
import org.caracal.model.NodeSpec;
import org.caracal.plugin.PluginSpec;

/**
 * What every layer must fulfil, whoever has written it: it is built for every batch size and
 * element type alike, its derivatives are right, it is deterministic, treats examples one by one
 * when it is used, learns, can be saved, and refuses what does not fit with a message that helps.
 */
public final class LayerContract {
  private static final int BATCH = 3;
  private static final String PATH = "layer";

  private final PluginResolver plugins;
  private final Backend backend;
  private final LayerCase test;

  private LayerContract(PluginResolver plugins, Backend backend, LayerCase test) {
    this.plugins = plugins;
    this.backend = backend;
    this.test = test;
  }

  /** Fails if the layer violates the contract. */
  public static void check(PluginResolver plugins, Backend backend, LayerCase test) {
    var contract = new LayerContract(plugins, backend, test);
    contract.building();
    contract.values();
    contract.derivatives();
    contract.determinism();
    contract.examplesOneByOne();
    contract.learning();
    contract.saving();
    contract.badOptions();
    contract.badInputs();
  }

  private TracedModel trace(DType dtype, int batch, boolean training) {
    return trace(test.layer, test.inputs, dtype, batch, training);
  }

  private TracedModel trace(
      PluginSpec layer, List<TensorType> types, DType dtype, int batch, boolean training) {
    var inputs = new ArrayList<InputSpec>();
    for (var type : types) {
      var converted = type.dtype().isFloating() ? type.withDType(dtype) : type;
      inputs.add(new InputSpec("x" + inputs.size(), converted));
    }
    var names = inputs.stream().map(InputSpec::name).toList();
    var node = new NodeSpec(PATH, layer, names, Optional.empty());
    var model = new ModelSpec("test", dtype, inputs, List.of(node), List.of(PATH));
    return ModelTracer.trace(model, plugins, batch, training);
  }

  private static Tensor output(TracedModel model) {
    return model.outputs().get(PATH).get(0);
  }

  private void building() {
    for (var dtype : List.of(DType.FLOAT32, DType.FLOAT64)) {
      var first = trace(dtype, BATCH, true);
      for (var batch : List.of(1, 2, 5)) {
        for (var training : List.of(true, false)) {
          var model = trace(dtype, batch, training);
          assertEquals(
              new TensorType(dtype, test.output.prepend(batch)),
              output(model).type(),
              test + ": output");
          assertEquals(
              types(test.parameters, dtype),
              model.parameters().stream()
                  .collect(Collectors.toMap(Parameter::path, found -> found.tensor().type())),
              test + ": parameters");
          assertEquals(
              types(test.states, dtype),
              model.states().stream()
                  .collect(Collectors.toMap(State::path, found -> found.tensor().type())),
              test + ": states");
          model.requireVariablesOf(first);
          assertTrue(training || model.assignments().isEmpty(), test + ": assigns when used");
        }
      }
    }
  }

  private static Map<String, TensorType> types(Map<String, Shape> shapes, DType dtype) {
    return shapes.entrySet().stream()
        .collect(
            Collectors.toMap(
                entry -> PATH + "/" + entry.getKey(),
                entry -> new TensorType(dtype, entry.getValue())));
  }

  /** Values of all that a trace reads: inputs, variables, random key. */
  private static Map<Tensor, NdArray> values(TracedModel model, long seed) {
    var values = new LinkedHashMap<Tensor, NdArray>();
    for (var input : model.inputs().values()) {
      values.put(input, random(input, new PhiloxStream(seed, "value of " + name(input))));
    }
    for (var parameter : model.parameters()) {
      var random = new PhiloxStream(seed, "value of " + parameter.path());
      values.put(parameter.tensor(), random(parameter.tensor(), random));
    }
    for (var state : model.states()) {
      var array = NdArray.zeros(state.tensor().type());
      for (var i = 0; i < array.size(); i++) {
        array.setDouble(i, state.initial() + 0.1 * (i + 1)); // a variance must be positive
      }
      values.put(state.tensor(), array);
    }
    values.put(model.randomKey(), NdArray.of(Shape.of(2), seed, 1L));
    return values;
  }

  private static String name(Tensor input) {
    return ((Input) input.operation()).name();
  }

  /** Away from 0, where many a function has a kink; indices are 0, 1 or 2. */
  private static NdArray random(Tensor tensor, PhiloxStream random) {
    var array = NdArray.zeros(tensor.type());
    for (var i = 0; i < array.size(); i++) {
      var size = 0.2 + 1.6 * random.nextUniform();
      var sign = random.nextInt(2) == 0 ? 1 : -1;
      array.setDouble(i, tensor.dtype().isFloating() ? sign * size : random.nextInt(3));
    }
    return array;
  }

  private NdArray evaluate(TracedModel model, Map<Tensor, NdArray> values) {
    return Evaluation.evaluate(backend, values, List.of(output(model))).get(0);
  }

  /** Against the reference, in both precisions; both precisions against each other without one. */
  private void values() {
    var model = trace(DType.FLOAT64, BATCH, false);
    var values = values(model, 1);
    var computed = evaluate(model, values).toDoubles();
    assertTrue(Arrays.stream(computed).allMatch(Double::isFinite), test + ": is not finite");
    test.reference.ifPresent(
        reference ->
            assertArrayEquals(expected(reference, model, values), computed, 1e-12, test + ""));
    var single = trace(DType.FLOAT32, BATCH, false);
    var rounded = evaluate(single, values(single, 1)).toDoubles();
    for (var i = 0; i < computed.length; i++) {
      assertEquals(
          computed[i], rounded[i], 1e-5 * (1 + Math.abs(computed[i])), test + " in float32");
    }
  }

  private double[] expected(
      LayerCase.Reference reference, TracedModel model, Map<Tensor, NdArray> values) {
    var variables = new TreeMap<String, double[]>();
    model
        .parameters()
        .forEach(
            parameter ->
                variables.put(
                    parameter.path().substring(PATH.length() + 1),
                    values.get(parameter.tensor()).toDoubles()));
    model
        .states()
        .forEach(
            state ->
                variables.put(
                    state.path().substring(PATH.length() + 1),
                    values.get(state.tensor()).toDoubles()));
    var all = new double[BATCH * test.output.size()];
    for (var example = 0; example < BATCH; example++) {
      var inputs = new ArrayList<double[]>();
      for (var input : model.inputs().values()) {
        var elements = values.get(input).toDoubles();
        var size = elements.length / BATCH;
        inputs.add(Arrays.copyOfRange(elements, example * size, (example + 1) * size));
      }
      var output = reference.apply(inputs, variables);
      assertEquals(test.output.size(), output.length, test + ": size of the reference");
      System.arraycopy(output, 0, all, example * output.length, output.length);
    }
    return all;
  }

  /** First and second derivatives by inputs and parameters, in training. */
  private void derivatives() {
    var model = trace(DType.FLOAT64, BATCH, true);
    var values = values(model, 2);
    var tensors = List.copyOf(values.keySet());
    GradientCheck.check(
        backend,
        new OperationCase(
            test.toString(),
            List.copyOf(values.values()),
            given -> {
              var replacements = new HashMap<Tensor, Tensor>();
              for (var i = 0; i < given.size(); i++) {
                replacements.put(tensors.get(i), given.get(i));
              }
              return Graphs.substitute(List.of(output(model)), replacements).get(0);
            },
            1e-6));
  }

  private void determinism() {
    for (var training : List.of(true, false)) {
      var one = trace(DType.FLOAT32, BATCH, training);
      var other = trace(DType.FLOAT32, BATCH, training);
      assertArrayEquals(
          evaluate(one, values(one, 3)).toDoubles(),
          evaluate(other, values(other, 3)).toDoubles(),
          test + ": is not deterministic");
    }
  }

  /** What a predictor returns for an example must not depend on what else is in the batch. */
  private void examplesOneByOne() {
    var together = trace(DType.FLOAT64, BATCH, false);
    var values = values(together, 4);
    var all = evaluate(together, values).toDoubles();
    var alone = trace(DType.FLOAT64, 1, false);
    for (var example = 0; example < BATCH; example++) {
      var part = values(alone, 4);
      for (var input : together.inputs().entrySet()) {
        var one = part.get(alone.inputs().get(input.getKey()));
        values.get(input.getValue()).copyTo(example * one.size(), one, 0, one.size());
      }
      var size = test.output.size();
      assertArrayEquals(
          Arrays.copyOfRange(all, example * size, (example + 1) * size),
          evaluate(alone, part).toDoubles(),
          1e-12,
          test + ": depends on other examples");
    }
  }

  /** A small step against the gradient makes the loss smaller. */
  private void learning() {
    var model = trace(DType.FLOAT64, BATCH, true);
    if (model.parameters().isEmpty()) {
      return;
    }
    var values = values(model, 5);
    var loss = output(model).subtract(1).square().mean(false);
    var parameters = model.parameters().stream().map(Parameter::tensor).toList();
    var wanted = new ArrayList<>(Differentiation.gradients(loss, parameters));
    wanted.add(loss);
    var before = Evaluation.evaluate(backend, values, wanted);
    var moved = false;
    for (var i = 0; i < parameters.size(); i++) {
      var parameter = values.get(parameters.get(i));
      for (var j = 0; j < parameter.size(); j++) {
        var step = 1e-3 * before.get(i).getDouble(j);
        moved |= step != 0;
        parameter.setDouble(j, parameter.getDouble(j) - step);
      }
    }
    assertTrue(moved, test + ": no parameter has a gradient");
    var after = Evaluation.evaluate(backend, values, List.of(loss)).get(0).getDouble(0);
    assertTrue(after < before.get(parameters.size()).getDouble(0), test + ": does not learn");
  }

  /** Variables that are written and read give the same output. */
  private void saving() {
    var model = trace(DType.FLOAT32, BATCH, false);
    var values = values(model, 6);
    var before = evaluate(model, values).toDoubles();
    var variables = new TreeMap<String, NdArray>();
    model.parameters().forEach(found -> variables.put(found.path(), values.get(found.tensor())));
    model.states().forEach(found -> variables.put(found.path(), values.get(found.tensor())));
    var parts = new Safetensors(Map.of(), variables).encode();
    var file = ByteBuffer.allocate(parts.stream().mapToInt(ByteBuffer::remaining).sum());
    parts.forEach(file::put);
    var read = Safetensors.decode("saved", file.flip()).tensors();
    model.parameters().forEach(found -> values.put(found.tensor(), read.get(found.path())));
    model.states().forEach(found -> values.put(found.tensor(), read.get(found.path())));
    assertArrayEquals(before, evaluate(model, values).toDoubles(), test + ": saved and loaded");
  }

  private void badOptions() {
    refuseOptions(new LayerCase.BadOptions(Map.of("noSuchOption", 1), "noSuchOption"));
    test.badOptions.forEach(this::refuseOptions);
  }

  private void refuseOptions(LayerCase.BadOptions bad) {
    var options = new TreeMap<>(test.layer.options());
    options.putAll(bad.options());
    var layer = PluginSpec.of(test.layer.name(), options);
    var failure =
        assertThrows(
            SpecException.class,
            () -> trace(layer, test.inputs, DType.FLOAT32, BATCH, true),
            test + " accepts " + bad.options());
    assertTrue(failure.getMessage().contains(bad.message()), failure::getMessage);
    assertTrue(failure.getMessage().contains(PATH), failure::getMessage);
  }

  private void badInputs() {
    for (var types : test.badInputs) {
      var failure =
          assertThrows(
              SpecException.class,
              () -> trace(test.layer, types, DType.FLOAT32, BATCH, true),
              test + " accepts " + types);
      assertTrue(failure.getMessage().contains("layer " + PATH), failure::getMessage);
      assertFalse(failure.getMessage().contains("null"), failure::getMessage);
    }
  }
}
