package org.caracal.backend.java.convolution;

import java.util.Optional;
import org.caracal.array.DType;

/** The loops that pack images, in plain Java. */
public class ConvolutionLoops {
  /** Loops for images of a floating type. */
  public Patches patches(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoublePatches() : new FloatPatches();
  }

  /** Loops for tiles of one of Winograd's algorithms. */
  TileLines tiles(Winograd algorithm) {
    return algorithm.points() == 6
        ? new SixPointLines(algorithm.pairs())
        : new EightPointLines(algorithm.pairs());
  }

  /** Loops for gradients of kernels of few weights. */
  PositionSums positionSums(DType dtype) {
    return dtype == DType.FLOAT64 ? new DoublePositionSums() : new FloatPositionSums();
  }

  /** Loops that need no packed images. */
  Optional<TapSums> sums(DType dtype) {
    return Optional.empty();
  }
}
