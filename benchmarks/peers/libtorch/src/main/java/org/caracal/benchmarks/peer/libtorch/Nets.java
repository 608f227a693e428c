package org.caracal.benchmarks.peer.libtorch;

import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.pytorch.BatchNorm2dImpl;
import org.bytedeco.pytorch.BatchNormOptions;
import org.bytedeco.pytorch.Conv2dImpl;
import org.bytedeco.pytorch.Conv2dOptions;
import org.bytedeco.pytorch.FlattenImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.MaxPool2dImpl;
import org.bytedeco.pytorch.MaxPool2dOptions;
import org.bytedeco.pytorch.ReLUImpl;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.TanhImpl;

/** Models that are a row of layers. */
final class Nets {
  private Nets() {}

  static SequentialImpl mlp() {
    var net = new SequentialImpl();
    net.push_back(new LinearImpl(784, 512));
    net.push_back(new ReLUImpl());
    net.push_back(new LinearImpl(512, 256));
    net.push_back(new ReLUImpl());
    net.push_back(new LinearImpl(256, 10));
    return net;
  }

  static SequentialImpl cnn() {
    var net = new SequentialImpl();
    net.push_back(convolution(1, 32, 5, true));
    net.push_back(new ReLUImpl());
    net.push_back(pool());
    net.push_back(convolution(32, 64, 5, true));
    net.push_back(new ReLUImpl());
    net.push_back(pool());
    net.push_back(new FlattenImpl());
    net.push_back(new LinearImpl(64 * 7 * 7, 512));
    net.push_back(new ReLUImpl());
    net.push_back(new LinearImpl(512, 10));
    return net;
  }

  static SequentialImpl vgg() {
    var net = new SequentialImpl();
    var before = 3;
    for (var channels : new int[] {64, 128, 256}) {
      for (var in : new int[] {before, channels}) {
        net.push_back(convolution(in, channels, 3, false));
        net.push_back(new BatchNorm2dImpl(new BatchNormOptions(channels)));
        net.push_back(new ReLUImpl());
      }
      net.push_back(pool());
      before = channels;
    }
    net.push_back(new FlattenImpl());
    net.push_back(new LinearImpl(256 * 4 * 4, 10));
    return net;
  }

  static SequentialImpl regression() {
    var net = new SequentialImpl();
    net.push_back(new LinearImpl(1, 64));
    net.push_back(new TanhImpl());
    net.push_back(new LinearImpl(64, 64));
    net.push_back(new TanhImpl());
    net.push_back(new LinearImpl(64, 1));
    return net;
  }

  private static Conv2dImpl convolution(int in, int out, int kernel, boolean bias) {
    var options = new Conv2dOptions(in, out, new LongPointer(kernel, kernel));
    options.padding().put(new LongPointer(kernel / 2, kernel / 2));
    options.bias().put(bias);
    return new Conv2dImpl(options);
  }

  private static MaxPool2dImpl pool() {
    return new MaxPool2dImpl(new MaxPool2dOptions(new LongPointer(2, 2)));
  }
}
