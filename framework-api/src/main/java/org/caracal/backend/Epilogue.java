package org.caracal.backend;

import java.util.List;
import java.util.stream.Stream;
import org.caracal.array.TensorType;

/**
 * An operation (matrix product, convolution) followed by an elementwise program over its result,
 * which is the program's first input: bias, activation, residual.
 *
 * @param producer the operation
 * @param program what is done to its result; iterates over the result's shape
 */
public record Epilogue(SingleOperation producer, ElementwiseProgram program)
    implements KernelRequest {
  /** Checks that the program fits the producer. */
  public Epilogue {
    if (!program.inputs().get(0).equals(producer.output())
        || !program.shape().equals(producer.output().shape())) {
      throw new IllegalArgumentException(
          "the program does not start with the result of " + producer.operation());
    }
  }

  /** The producer's inputs, then the program's without its first. */
  @Override
  public List<TensorType> inputs() {
    return Stream.concat(producer.inputs().stream(), program.inputs().stream().skip(1)).toList();
  }

  @Override
  public List<TensorType> outputs() {
    return program.outputs();
  }
}
