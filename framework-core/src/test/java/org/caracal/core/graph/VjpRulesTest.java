package org.caracal.core.graph;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.caracal.core.reference.OperationCases;
import org.caracal.graph.Composite;
import org.caracal.graph.Operation;
import org.junit.jupiter.api.Test;

class VjpRulesTest {
  @Test
  void everyPrimitiveHasARuleOrIsDeclaredToHaveNoGradient() {
    var without = new ArrayList<Class<?>>(List.of(Operation.class.getPermittedSubclasses()));
    without.remove(Composite.class);
    for (var test : OperationCases.all()) {
      var operation = test.function().apply(test.tensors()).operation();
      if (VjpRules.of(operation).isPresent()) {
        without.remove(operation.getClass());
      }
    }
    without.removeAll(VjpRules.WITHOUT_GRADIENT);
    assertEquals(List.of(), without, "primitives without a rule");
  }
}
