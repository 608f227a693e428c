package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.fail;

import java.util.LinkedHashMap;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.backend.Backend;
import org.caracal.graph.Tensor;

/** Compares what a backend computes with the reference. */
public final class ForwardCheck {
  private ForwardCheck() {}

  /**
   * Fails if the backend's result differs from the reference by more than rounding, with floating
   * inputs of this type.
   */
  public static void check(Backend backend, OperationCase test, DType dtype) {
    var typed = test.as(dtype);
    var tensors = typed.tensors();
    var result = typed.function().apply(tensors);
    var inputs = new LinkedHashMap<Tensor, NdArray>();
    for (var i = 0; i < tensors.size(); i++) {
      inputs.put(tensors.get(i), typed.inputs().get(i));
    }
    var computed = Evaluation.evaluate(backend, inputs, List.of(result)).get(0);
    var expected = Evaluation.evaluate(new ReferenceBackend(), inputs, List.of(result)).get(0);
    compare(test + " in " + dtype, computed, expected);
  }

  private static void compare(String what, NdArray computed, NdArray expected) {
    var tolerance =
        expected.dtype() == DType.FLOAT32 ? 2e-5 : expected.dtype() == DType.FLOAT64 ? 1e-11 : 0;
    for (var i = 0; i < expected.size(); i++) {
      var difference = Math.abs(computed.getDouble(i) - expected.getDouble(i));
      var same =
          Double.compare(computed.getDouble(i), expected.getDouble(i))
              == 0; // infinities and not-a-number too
      if (!same && !(difference <= tolerance * (1 + Math.abs(expected.getDouble(i))))) {
        fail(
            "%s, element %d: computed %s, expected %s"
                .formatted(what, i, computed.getDouble(i), expected.getDouble(i)));
      }
    }
  }
}
