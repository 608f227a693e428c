package org.caracal.backend.java.convolution;

import java.util.Optional;
import org.caracal.array.DType;
import org.caracal.backend.java.parallel.Trial;

/** The loops of convolutions by the Vector API, which need no packed images. */
public final class VectorConvolutionLoops extends ConvolutionLoops {
  private static final Trial[] SIX_POINTS = TriedTileLines.trials();
  private static final Trial[] EIGHT_POINTS = TriedTileLines.trials();

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
    var pairs = algorithm.pairs();
    return algorithm.points() == 6
        ? new TriedTileLines(new VectorSixPointLines(pairs), super.tiles(algorithm), SIX_POINTS)
        : new TriedTileLines(
            new VectorEightPointLines(pairs), super.tiles(algorithm), EIGHT_POINTS);
  }
}
