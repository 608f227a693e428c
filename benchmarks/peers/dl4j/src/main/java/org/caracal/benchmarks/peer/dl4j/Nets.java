package org.caracal.benchmarks.peer.dl4j;

import org.caracal.benchmarks.workload.Workload;
import org.deeplearning4j.nn.conf.ConvolutionMode;
import org.deeplearning4j.nn.conf.MultiLayerConfiguration;
import org.deeplearning4j.nn.conf.NeuralNetConfiguration;
import org.deeplearning4j.nn.conf.inputs.InputType;
import org.deeplearning4j.nn.conf.layers.BatchNormalization;
import org.deeplearning4j.nn.conf.layers.ConvolutionLayer;
import org.deeplearning4j.nn.conf.layers.DenseLayer;
import org.deeplearning4j.nn.conf.layers.Layer;
import org.deeplearning4j.nn.conf.layers.OutputLayer;
import org.deeplearning4j.nn.conf.layers.SubsamplingLayer;
import org.deeplearning4j.nn.weights.WeightInit;
import org.nd4j.linalg.activations.Activation;
import org.nd4j.linalg.learning.config.Adam;
import org.nd4j.linalg.learning.config.IUpdater;
import org.nd4j.linalg.learning.config.Nesterovs;
import org.nd4j.linalg.learning.config.Sgd;
import org.nd4j.linalg.lossfunctions.LossFunctions.LossFunction;

/** Models as configurations. */
final class Nets {
  private Nets() {}

  static MultiLayerConfiguration of(Workload workload) {
    return switch (workload) {
      case W1 ->
          start(new Adam(1e-3))
              .layer(dense(512, Activation.RELU))
              .layer(dense(256, Activation.RELU))
              .layer(classes())
              .setInputType(InputType.feedForward(784))
              .build();
      case W2, W7A, W7B ->
          start(new Nesterovs(0.01, 0.9))
              .layer(convolution(32, 5))
              .layer(pool())
              .layer(convolution(64, 5))
              .layer(pool())
              .layer(dense(512, Activation.RELU))
              .layer(classes())
              .setInputType(InputType.convolutional(28, 28, 1))
              .build();
      case W3 -> vgg();
      case W4 ->
          start(new Sgd(0.01))
              .layer(dense(64, Activation.TANH))
              .layer(dense(64, Activation.TANH))
              .layer(
                  new OutputLayer.Builder(LossFunction.MSE)
                      .nOut(1)
                      .activation(Activation.IDENTITY)
                      .build())
              .setInputType(InputType.feedForward(1))
              .build();
      case W5, W6 -> throw new IllegalArgumentException("no " + workload.title() + " here");
    };
  }

  private static NeuralNetConfiguration.ListBuilder start(IUpdater updater) {
    return new NeuralNetConfiguration.Builder()
        .seed(1)
        .updater(updater)
        .weightInit(WeightInit.RELU)
        .list();
  }

  private static MultiLayerConfiguration vgg() {
    var net = start(new Nesterovs(0.01, 0.9));
    for (var channels : new int[] {64, 128, 256}) {
      for (var i = 0; i < 2; i++) {
        net.layer(
            new ConvolutionLayer.Builder(3, 3)
                .nOut(channels)
                .convolutionMode(ConvolutionMode.Same)
                .hasBias(false)
                .activation(Activation.IDENTITY)
                .build());
        net.layer(new BatchNormalization.Builder().activation(Activation.RELU).build());
      }
      net.layer(pool());
    }
    return net.layer(classes()).setInputType(InputType.convolutional(32, 32, 3)).build();
  }

  private static Layer dense(int units, Activation activation) {
    return new DenseLayer.Builder().nOut(units).activation(activation).build();
  }

  private static Layer convolution(int filters, int kernel) {
    return new ConvolutionLayer.Builder(kernel, kernel)
        .nOut(filters)
        .convolutionMode(ConvolutionMode.Same)
        .activation(Activation.RELU)
        .build();
  }

  private static Layer pool() {
    return new SubsamplingLayer.Builder(SubsamplingLayer.PoolingType.MAX)
        .kernelSize(2, 2)
        .stride(2, 2)
        .build();
  }

  private static Layer classes() {
    return new OutputLayer.Builder(LossFunction.MCXENT)
        .nOut(10)
        .activation(Activation.SOFTMAX)
        .build();
  }
}
