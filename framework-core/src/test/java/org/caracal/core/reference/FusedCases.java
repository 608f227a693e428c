package org.caracal.core.reference;

import static org.caracal.core.reference.OperationCase.signed;
import static org.caracal.core.reference.OperationCase.truths;
import static org.caracal.core.reference.OperationCase.unary;
import static org.caracal.core.reference.OperationCase.uniform;

import java.util.Collections;
import java.util.List;
import org.caracal.array.Shape;
import org.caracal.graph.Compare;
import org.caracal.graph.ConvolutionGeometry;
import org.caracal.graph.Tensor;

/**
 * Cases of several operations, which the planner fuses: chains with broadcast inputs, several
 * outputs, epilogues.
 */
final class FusedCases {
  private FusedCases() {}

  static List<OperationCase> all() {
    return List.of(
        new OperationCase(
            "fused dense",
            List.of(signed(9, 7), signed(7, 33), signed(33)),
            x -> x.get(0).matmul(x.get(1)).add(x.get(2)).tanh()),
        new OperationCase(
            "fused dense on sequences",
            List.of(signed(2, 5, 7), signed(7, 18), signed(18)),
            x -> gelu(x.get(0).matmul(x.get(1)).add(x.get(2)))),
        new OperationCase(
            "fused dense with residual and position",
            List.of(signed(2, 5, 7), signed(7, 6), signed(5, 6), signed(2, 5, 6)),
            x -> x.get(0).matmul(x.get(1)).add(x.get(2)).multiply(x.get(3))),
        new OperationCase(
            "fused convolution",
            List.of(signed(2, 3, 5, 6), signed(4, 3, 3, 3), signed(4)),
            x -> x.get(0).convolve(x.get(1), same3()).add(x.get(2).reshape(1, 4, 1, 1)).relu()),
        unary("fused layer-norm", signed(6, 37), FusedCases::layerNorm),
        unary("fused batch-norm", signed(4, 3, 5), FusedCases::batchNorm),
        new OperationCase(
            "fused select",
            List.of(truths(5, 1), signed(5, 19), uniform(1, 2, 19)),
            x ->
                x.get(0)
                    .select(x.get(1).exp(), x.get(2))
                    .multiply(
                        x.get(1).compare(Compare.Relation.GREATER, 0).cast(x.get(1).dtype()))),
        unary("fused softplus", signed(50), Tensor::softplus),
        new OperationCase(
            "fused attention",
            List.of(signed(2, 5, 4), signed(2, 5, 4), signed(2, 5, 4)),
            x ->
                x.get(0)
                    .matmul(x.get(1).transposeMatrix())
                    .multiply(0.5)
                    .softmax(2)
                    .matmul(x.get(2))));
  }

  private static ConvolutionGeometry same3() {
    var ones = Collections.nCopies(2, 1);
    return new ConvolutionGeometry(ones, ones, ones, ones, 1);
  }

  private static Tensor gelu(Tensor x) {
    return x.multiply(0.5).multiply(x.multiply(Math.sqrt(0.5)).erf().add(1));
  }

  private static Tensor layerNorm(Tensor x) {
    var centred = x.subtract(x.mean(true, -1));
    return centred.divide(centred.square().mean(true, -1).add(1e-5).sqrt());
  }

  private static Tensor batchNorm(Tensor x) {
    var centred = x.subtract(x.mean(true, 0, 2));
    var variance = centred.square().mean(true, 0, 2);
    return centred.multiply(variance.add(1e-5).sqrt().reciprocal().broadcast(Shape.of(4, 3, 5)));
  }
}
