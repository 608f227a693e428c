package org.caracal.backend.java.convolution;

import java.util.Optional;
import org.caracal.array.DType;

/** The loops of convolutions by the Vector API, which need no packed images. */
public final class VectorConvolutionLoops extends ConvolutionLoops {
  @Override
  Optional<TapSums> sums(DType dtype) {
    return Optional.of(
        dtype == DType.FLOAT64 ? new VectorDoubleTapSums() : new VectorFloatTapSums());
  }

  @Override
  PositionSums positionSums(DType dtype) {
    return dtype == DType.FLOAT64 ? new VectorDoublePositionSums() : new VectorFloatPositionSums();
  }

  @Override
  TileLines tiles(Winograd algorithm) {
    return algorithm.points() == 6
        ? new VectorSixPointLines(algorithm.pairs())
        : new VectorEightPointLines(algorithm.pairs());
  }
}
