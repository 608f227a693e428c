package org.caracal.benchmarks;

import java.util.ArrayList;
import java.util.List;

/** The products that are measured: squares, and those of the layers of the workloads W1 to W6. */
final class ProductShapes {
  /** Squares of the powers of two. */
  private static final int[] SQUARES = {64, 128, 256, 512, 1024, 2048};

  /** Dense layers: examples, inputs and outputs, with which three products are computed. */
  private static final int[][] LAYERS = {
    // W1: MLP
    {128, 784, 512},
    {128, 512, 256},
    {128, 256, 10},
    // W2: convolutional network, the dense layers
    {64, 3136, 512},
    {64, 512, 10},
    // W3: VGG-like, the dense layers
    {32, 4096, 256},
    {32, 256, 10},
    // W4: one hidden layer after the other
    {32, 1, 64},
    {32, 64, 64},
    {32, 64, 1},
    // W5: GPT-like: queries, keys and values; projection; feed-forward; vocabulary
    {2048, 128, 384},
    {2048, 128, 128},
    {2048, 128, 512},
    {2048, 512, 128},
    {2048, 128, 96},
    // W6: variational autoencoder
    {128, 784, 400},
    {128, 400, 20},
    {128, 20, 400},
    {128, 400, 784},
  };

  /** Attention of W5: scores and weighted values in batches of 64, and their gradients. */
  private static final List<Product> ATTENTION =
      List.of(
          new Product(false, true, 64, 128, 32, 128),
          new Product(false, false, 64, 128, 128, 32),
          new Product(true, false, 64, 128, 128, 32));

  private ProductShapes() {}

  static List<Product> all() {
    var all = new ArrayList<Product>();
    for (var n : SQUARES) {
      all.add(new Product(false, false, 1, n, n, n));
      all.add(new Product(true, false, 1, n, n, n));
      all.add(new Product(false, true, 1, n, n, n));
    }
    for (var layer : LAYERS) {
      var examples = layer[0];
      var inputs = layer[1];
      var outputs = layer[2];
      all.add(new Product(false, false, 1, examples, inputs, outputs));
      all.add(new Product(true, false, 1, inputs, examples, outputs));
      all.add(new Product(false, true, 1, examples, outputs, inputs));
    }
    all.addAll(ATTENTION);
    return all;
  }
}
