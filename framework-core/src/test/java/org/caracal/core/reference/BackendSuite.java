package org.caracal.core.reference;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.caracal.array.DType;
import org.caracal.backend.Backend;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What every backend must pass: extend this class in the backend's tests. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class BackendSuite {
  private final DerivativeReport report = new DerivativeReport();

  /** The backend under test. */
  protected abstract Backend backend();

  /** All cases. */
  protected static List<OperationCase> cases() {
    return OperationCases.all();
  }

  @Test
  void everyOperationIsCovered() {
    assertEquals(
        List.of(), List.copyOf(OperationCoverage.missing(cases())), "operations without a case");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesAsTheReferenceInFloat32(OperationCase test) {
    ForwardCheck.check(backend(), test, DType.FLOAT32);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void computesAsTheReferenceInFloat64(OperationCase test) {
    ForwardCheck.check(backend(), test, DType.FLOAT64);
  }

  @Test
  void everyDerivativeIsCovered() {
    assertEquals(
        List.of(),
        List.copyOf(OperationCoverage.unchecked(cases())),
        "operations without a case whose derivatives are checked");
  }

  @ParameterizedTest
  @MethodSource("cases")
  void derivativesAgreeWithFiniteDifferences(OperationCase test) {
    report.add(test, GradientCheck.check(backend(), test));
  }

  /** For people: {@code target/derivatives-NAME.md}. */
  @AfterAll
  void writeReport() throws IOException {
    report.write(Path.of("target", "derivatives-" + getClass().getSimpleName() + ".md"));
  }
}
