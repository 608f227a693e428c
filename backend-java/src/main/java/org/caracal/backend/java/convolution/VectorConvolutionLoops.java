package org.caracal.backend.java.convolution;

import org.caracal.array.DType;

/** The loops that pack images by the Vector API. */
public final class VectorConvolutionLoops extends ConvolutionLoops {
  @Override
  public Patches patches(DType dtype) {
    return dtype == DType.FLOAT64 ? new VectorDoublePatches() : new VectorFloatPatches();
  }

  @Override
  TileLines tiles(Winograd algorithm) {
    return algorithm.points() == 6
        ? new VectorSixPointLines(algorithm.pairs())
        : new VectorEightPointLines(algorithm.pairs());
  }
}
