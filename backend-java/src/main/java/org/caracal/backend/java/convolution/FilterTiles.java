package org.caracal.backend.java.convolution;

/**
 * How the filters of a group are cut into tiles, for which {@link TapSums} computes results
 * together: such of six and, where those would leave many places empty, of four. A single filter is
 * a tile of its own.
 */
final class FilterTiles {
  /** The number of tiles. */
  final int count;

  private final int filters;
  private final int large;

  FilterTiles(int filters) {
    this.filters = filters;
    var rest = filters % TapSums.FILTERS;
    var sixes = filters / TapSums.FILTERS + (rest > TapSums.FEW_FILTERS ? 1 : 0);
    // eight are two tiles of four
    large = rest == 1 || rest == 2 ? Math.max(0, sixes - 1) : sixes;
    var left = Math.max(0, filters - large * TapSums.FILTERS);
    count = large + (left + TapSums.FEW_FILTERS - 1) / TapSums.FEW_FILTERS;
  }

  /** Whether there is but one filter, whose weights need no packing. */
  boolean isOne() {
    return filters == 1;
  }

  /** The most filters that a tile may have. */
  int width(int tile) {
    return isOne() ? 1 : tile < large ? TapSums.FILTERS : TapSums.FEW_FILTERS;
  }

  /** The distance of the weights of a tile's taps. */
  int step(int tile) {
    return width(tile) == TapSums.FILTERS ? TapSums.STEP : width(tile);
  }

  /** The weights of one tap that the tiles before one have. */
  int weights(int tile) {
    return Math.min(tile, large) * TapSums.STEP + Math.max(0, tile - large) * step(tile);
  }

  /** The first filter of a tile. */
  int start(int tile) {
    return Math.min(
        filters,
        Math.min(tile, large) * TapSums.FILTERS + Math.max(0, tile - large) * TapSums.FEW_FILTERS);
  }

  /** The number of filters of a tile. */
  int filters(int tile) {
    return start(tile + 1) - start(tile);
  }
}
