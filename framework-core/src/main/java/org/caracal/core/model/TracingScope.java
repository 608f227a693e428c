package org.caracal.core.model;

import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.core.graph.Differentiation;
import org.caracal.graph.Tensor;
import org.caracal.initializer.Fans;
import org.caracal.layer.Scope;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.SourceLocation;

/**
 * The scope of one use of a layer; it refuses service when the layer has returned. Confined to the
 * tracing thread.
 */
final class TracingScope implements Scope {
  private final Trace trace;
  private final String path;
  private final String owner;
  private final SourceLocation location;
  private boolean closed;

  /**
   * A scope.
   *
   * @param path path of this use
   * @param owner path under which parameters and states are kept: that of another use if the layer
   *     is shared
   * @param location where the layer was written
   */
  TracingScope(Trace trace, String path, String owner, SourceLocation location) {
    this.trace = trace;
    this.path = path;
    this.owner = owner;
    this.location = location;
  }

  void close() {
    closed = true;
  }

  @Override
  public String path() {
    return path;
  }

  @Override
  public DType dtype() {
    return trace.dtype;
  }

  @Override
  public boolean training() {
    return trace.training;
  }

  @Override
  public Tensor parameter(String name, Shape shape, Fans fans, PluginSpec initializer) {
    return open().parameter(below(owner, name), shape, fans, located(initializer));
  }

  @Override
  public Tensor state(String name, TensorType type, double initial) {
    return open().state(below(owner, name), type, initial);
  }

  @Override
  public void assign(Tensor state, Tensor value) {
    open().assign(state, value);
  }

  @Override
  public Tensor randomUniform(Shape shape) {
    return open().randomUniform(path, shape);
  }

  @Override
  public List<Tensor> layer(String name, PluginSpec layer, List<Tensor> inputs) {
    return LayerCall.apply(
        open(), below(path, name), below(owner, name), located(layer), inputs, true);
  }

  @Override
  public void addLoss(Tensor scalar) {
    if (scalar.shape().rank() != 0 || scalar.dtype() != trace.dtype) {
      throw new IllegalArgumentException(
          "a loss must be a scalar " + trace.dtype + ", not " + scalar.type());
    }
    open().extraLosses.add(scalar);
  }

  @Override
  public List<Tensor> gradients(Tensor output, List<Tensor> inputs) {
    open();
    return Differentiation.gradients(output, inputs);
  }

  private Trace open() {
    if (closed) {
      throw new IllegalStateException(
          "the scope of layer " + path + " is valid only while the layer is applied");
    }
    return trace;
  }

  private static String below(String path, String name) {
    if (name.isEmpty() || name.contains("/") || name.contains(":")) {
      throw new IllegalArgumentException(
          "'" + name + "' is no name: it must not be empty or contain '/' or ':'");
    }
    return path + "/" + name;
  }

  /**
   * A plugin that the layer names itself, by default as a rule, is looked for where the layer was
   * written.
   */
  private PluginSpec located(PluginSpec spec) {
    return spec.location().equals(SourceLocation.NONE)
        ? new PluginSpec(spec.name(), spec.versions(), spec.options(), location)
        : spec;
  }
}
