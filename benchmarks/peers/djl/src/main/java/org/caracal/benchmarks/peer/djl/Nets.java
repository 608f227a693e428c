package org.caracal.benchmarks.peer.djl;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.nn.pooling.Pool;

/** Models as blocks. */
final class Nets {
  private Nets() {}

  private static Block dense(int units) {
    return Linear.builder().setUnits(units).build();
  }

  static Block mlp() {
    return new SequentialBlock()
        .add(dense(512))
        .add(Activation.reluBlock())
        .add(dense(256))
        .add(Activation.reluBlock())
        .add(dense(10));
  }

  static Block cnn() {
    return new SequentialBlock()
        .add(convolution(32, 5, true))
        .add(Activation.reluBlock())
        .add(pool())
        .add(convolution(64, 5, true))
        .add(Activation.reluBlock())
        .add(pool())
        .add(Blocks.batchFlattenBlock())
        .add(dense(512))
        .add(Activation.reluBlock())
        .add(dense(10));
  }

  static Block vgg() {
    var net = new SequentialBlock();
    for (var channels : new int[] {64, 128, 256}) {
      for (var i = 0; i < 2; i++) {
        net.add(convolution(channels, 3, false))
            .add(BatchNorm.builder().build())
            .add(Activation.reluBlock());
      }
      net.add(pool());
    }
    return net.add(Blocks.batchFlattenBlock()).add(dense(10));
  }

  static Block regression() {
    return new SequentialBlock()
        .add(dense(64))
        .add(Activation.tanhBlock())
        .add(dense(64))
        .add(Activation.tanhBlock())
        .add(dense(1));
  }

  private static Block convolution(int filters, int kernel, boolean bias) {
    return Conv2d.builder()
        .setFilters(filters)
        .setKernelShape(new Shape(kernel, kernel))
        .optPadding(new Shape(kernel / 2, kernel / 2))
        .optBias(bias)
        .build();
  }

  private static Block pool() {
    return Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2));
  }
}
