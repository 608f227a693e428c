package org.caracal.backend.java;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.caracal.array.DType;
import org.caracal.array.NdArray;
import org.caracal.backend.java.parallel.Trials;
import org.caracal.core.reference.ReferenceBackend;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

class OperationsTest {
  private final ReferenceBackend reference = new ReferenceBackend();
  private final JavaBackend backend = new JavaBackend();
  private final JavaBackend plain = new JavaBackend(Loops.scalar());

  @TestFactory
  Stream<DynamicTest> agreeWithTheReferenceForAnyNumberOfThreads() {
    return OperationCases.all().stream()
        .map(test -> DynamicTest.dynamicTest(test.toString(), () -> check(test)));
  }

  private void check(KernelCase test) {
    Trials.letVectorsWin();
    var expected = test.run(reference, 1);
    var one = test.run(backend, 1);
    assertClose(expected, one);
    var scalar = test.run(plain, 1);
    for (var i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i).toDoubles(), scalar.get(i).toDoubles(), "without vectors");
    }
    Trials.beginAnew();
    var both = test.run(backend, 1);
    for (var i = 0; i < one.size(); i++) {
      assertArrayEquals(one.get(i).toDoubles(), both.get(i).toDoubles(), "by both loops");
    }
    for (var threads = 2; threads <= 3; threads++) {
      var several = test.run(backend, threads);
      for (var i = 0; i < one.size(); i++) {
        assertArrayEquals(one.get(i).toDoubles(), several.get(i).toDoubles(), threads + " threads");
      }
    }
  }

  /**
   * Within a few roundings of the element, or of the largest one where terms of that size may
   * cancel out.
   */
  private static void assertClose(List<NdArray> expected, List<NdArray> actual) {
    for (var i = 0; i < expected.size(); i++) {
      var dtype = expected.get(i).dtype();
      var tolerance = dtype == DType.FLOAT32 ? 1e-6 : dtype == DType.FLOAT64 ? 1e-13 : 0;
      var want = expected.get(i).toDoubles();
      var got = actual.get(i).toDoubles();
      var largest = 0.0;
      for (var value : want) {
        largest = Double.isFinite(value) ? Math.max(largest, Math.abs(value)) : largest;
      }
      for (var j = 0; j < want.length; j++) {
        var close =
            Double.compare(want[j], got[j]) == 0
                || Math.abs(want[j] - got[j]) <= tolerance * (2 * largest + Math.abs(want[j]));
        assertTrue(close, "element " + j + " is " + got[j] + ", not " + want[j]);
      }
    }
  }
}
