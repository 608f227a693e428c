package org.caracal.core.model;

import java.util.List;
import java.util.stream.Collectors;
import org.caracal.CaracalException;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.core.plugin.Configured;
import org.caracal.core.plugin.Registered;
import org.caracal.graph.Tensor;
import org.caracal.layer.Layer;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/**
 * Lets a layer describe one use of itself; whatever goes wrong in it becomes a failure that names
 * the layer.
 */
final class LayerCall {
  private LayerCall() {}

  static List<Tensor> apply(
      Trace trace,
      String path,
      String owner,
      PluginSpec spec,
      List<Tensor> inputs,
      boolean nested) {
    Configured<Layer<Record>> layer =
        Configured.resolve(trace.plugins, PluginKind.LAYER, spec, path);
    var scope = new TracingScope(trace, path, owner, spec.location());
    var subject = subject(path, layer.registered());
    var outputs = guarded(layer, scope, inputs, subject, spec.location());
    checkOutputs(outputs, subject, spec.location());
    trace.layers.add(new TracedLayer(path, layer.registered(), inputs, outputs, nested));
    return List.copyOf(outputs);
  }

  private static String subject(String path, Registered<?> layer) {
    return "layer " + path + " (" + layer.name() + ", bundle " + layer.origin() + ")";
  }

  private static List<Tensor> guarded(
      Configured<Layer<Record>> layer,
      TracingScope scope,
      List<Tensor> inputs,
      String subject,
      SourceLocation location) {
    try {
      return layer.plugin().apply(layer.options(), scope, inputs);
    } catch (CaracalException e) {
      throw e; // of a nested layer, which is named already
    } catch (IllegalArgumentException e) {
      var types =
          inputs.stream().map(input -> input.type().toString()).collect(Collectors.joining(", "));
      throw new SpecException(
          location.prefix(subject + " cannot be applied to " + types + ": " + e.getMessage()), e);
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      throw new PluginException(location.prefix(subject + " failed: " + e), e);
    } finally {
      scope.close();
    }
  }

  /** A plugin is written by others: it may return what the types of Java cannot forbid. */
  @SuppressWarnings("ConstantConditions")
  private static void checkOutputs(List<Tensor> outputs, String subject, SourceLocation location) {
    if (outputs == null
        || outputs.isEmpty()
        || outputs.stream().anyMatch(output -> output == null)) {
      throw new PluginException(location.prefix(subject + " failed: it returned no output"));
    }
  }
}
