package org.caracal.core.training;

import java.util.LinkedHashMap;
import java.util.Map;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.array.TensorType;
import org.caracal.core.model.Parameter;
import org.caracal.graph.Tensor;
import org.caracal.optimizer.UpdateScope;

/** Describes the updates of a phase's parameters as graphs. */
final class OptimizerTracer {
  private final Phase phase;
  private final Tensor learningRate;
  private final Tensor update;
  private final Map<Tensor, VariableSpec> slots = new LinkedHashMap<>();
  private final Map<Tensor, Tensor> assignments = new LinkedHashMap<>();

  OptimizerTracer(Phase phase, TensorType scalar) {
    this.phase = phase;
    this.learningRate = Tensor.input("learning rate of " + phase.name(), scalar);
    this.update = Tensor.input("number of update of " + phase.name(), scalar);
  }

  /** The feed of the learning rate, a scalar. */
  Tensor learningRate() {
    return learningRate;
  }

  /** The feed of the number of the update, from 1, a scalar. */
  Tensor update() {
    return update;
  }

  /** Slots that were asked for. */
  Iterable<VariableSpec> slots() {
    return slots.values();
  }

  /** The next values of slots. */
  Map<Tensor, Tensor> assignments() {
    return assignments;
  }

  /** The next value of a parameter, whose value before is {@code value}. */
  Tensor next(Parameter parameter, Tensor value, Tensor gradient) {
    var optimizer = phase.optimizer();
    var where =
        optimizer.spec().location().prefix("phase " + phase.name() + ", " + optimizer.registered());
    Tensor next;
    try {
      next = optimizer.plugin().update(optimizer.options(), new Scope(parameter), value, gradient);
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          where + " cannot update " + parameter.path() + " " + value.type() + ": " + e.getMessage(),
          e);
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(where + " failed at " + parameter.path() + ": " + e, e);
    }
    if (next == null || !next.type().equals(value.type())) {
      throw new PluginException(
          where
              + " must describe a "
              + value.type()
              + " for "
              + parameter.path()
              + ", not "
              + next);
    }
    return next;
  }

  private final class Scope implements UpdateScope {
    private final Parameter parameter;

    Scope(Parameter parameter) {
      this.parameter = parameter;
    }

    @Override
    public String path() {
      return parameter.path();
    }

    @Override
    public Tensor learningRate() {
      return learningRate.cast(parameter.tensor().dtype());
    }

    @Override
    public Tensor step() {
      return update.cast(parameter.tensor().dtype());
    }

    /**
     * Named so that it cannot meet a parameter's or another phase's slot: {@code
     * dense_1/kernel#train/velocity}.
     */
    @Override
    public Tensor slot(String name, double initial) {
      var path = parameter.path() + "#" + phase.name() + "/" + name;
      if (slots.values().stream().anyMatch(slot -> slot.path().equals(path))) {
        throw new IllegalArgumentException("slot " + name + " is asked for twice");
      }
      var slot = Tensor.input(path, parameter.tensor().type());
      slots.put(slot, new VariableSpec(slot, VariableSpec.Initial.constant(initial)));
      return slot;
    }

    @Override
    public void assign(Tensor slot, Tensor value) {
      if (!slots.containsKey(slot) || !slot.type().equals(value.type())) {
        throw new IllegalArgumentException(
            "can only assign a slot's type to a slot, not " + value + " to " + slot);
      }
      assignments.put(slot, value);
    }
  }
}
