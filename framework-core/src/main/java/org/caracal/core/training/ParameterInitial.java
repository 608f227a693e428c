package org.caracal.core.training;

import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.core.model.Parameter;
import org.caracal.core.random.PhiloxStream;

/** Gives a parameter its first values, which depend on the seed and its path only. */
record ParameterInitial(Parameter parameter) implements VariableSpec.Initial {
  @Override
  public void fill(long seed, double[] values) {
    var initializer = parameter.initializer();
    var where = parameter.path() + ", " + initializer.registered();
    try {
      initializer
          .plugin()
          .initialize(
              initializer.options(),
              parameter.tensor().shape(),
              parameter.fans(),
              new PhiloxStream(seed, "initial/" + parameter.path()),
              values);
    } catch (IllegalArgumentException e) {
      throw new SpecException(
          initializer.spec().location().prefix(where + ": " + e.getMessage()), e);
    } catch (RuntimeException | LinkageError e) {
      throw new PluginException(initializer.spec().location().prefix(where + " failed: " + e), e);
    }
  }
}
