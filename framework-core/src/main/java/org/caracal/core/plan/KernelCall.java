package org.caracal.core.plan;

import org.caracal.DataException;
import org.caracal.PluginException;
import org.caracal.backend.Buffer;
import org.caracal.backend.Kernel;

/** A kernel with the buffers that it runs on. */
final class KernelCall {
  private final Unit unit;
  private final Kernel kernel;
  private final Buffer[] inputs;
  private final Buffer[] outputs;

  KernelCall(Unit unit, Kernel kernel, Buffer[] inputs, Buffer[] outputs) {
    this.unit = unit;
    this.kernel = kernel;
    this.inputs = inputs;
    this.outputs = outputs;
  }

  void run(Segment segment) {
    try {
      kernel.run(inputs, outputs);
    } catch (DataException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      throw new PluginException(
          "the backend failed in segment " + segment + " at " + unit + ": " + e, e);
    }
  }

  @Override
  public String toString() {
    return unit.toString();
  }
}
