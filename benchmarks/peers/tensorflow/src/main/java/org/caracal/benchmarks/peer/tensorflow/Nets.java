package org.caracal.benchmarks.peer.tensorflow;

import java.util.List;
import org.tensorflow.Graph;
import org.tensorflow.Operand;
import org.tensorflow.Tensor;
import org.tensorflow.framework.op.FrameworkOps;
import org.tensorflow.ndarray.Shape;
import org.tensorflow.op.Ops;
import org.tensorflow.op.core.Placeholder;
import org.tensorflow.op.core.ReduceSum;
import org.tensorflow.op.nn.FusedBatchNorm;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.TInt32;
import org.tensorflow.types.family.TNumber;

/** Models in a graph. */
final class Nets {
  private final Ops tf;
  private final FrameworkOps framework;

  Nets(Graph graph) {
    tf = Ops.create(graph);
    framework = FrameworkOps.create(tf);
  }

  Ops operations() {
    return tf;
  }

  Placeholder<? extends TNumber> placeholder(Tensor example) {
    Class<? extends TNumber> type = example instanceof TInt32 ? TInt32.class : TFloat32.class;
    return tf.placeholder(type, Placeholder.shape(example.shape()));
  }

  @SuppressWarnings("unchecked") // made so by the caller
  Operand<TFloat32> numbers(Operand<? extends TNumber> input) {
    return (Operand<TFloat32>) input;
  }

  Operand<TFloat32> variable(double deviation, long... shape) {
    var extents = tf.constant(shape);
    var values = tf.random.truncatedNormal(extents, TFloat32.class);
    return tf.variable(tf.math.mul(values, tf.constant((float) deviation)));
  }

  Operand<TFloat32> zeros(long... shape) {
    return tf.variable(tf.zeros(tf.constant(shape), TFloat32.class));
  }

  Operand<TFloat32> ones(long... shape) {
    return tf.variable(tf.ones(tf.constant(shape), TFloat32.class));
  }

  Operand<TFloat32> dense(Operand<TFloat32> x, int in, int out) {
    var kernel = variable(Math.sqrt(2.0 / in), in, out);
    return tf.nn.biasAdd(tf.linalg.matMul(x, kernel), zeros(out));
  }

  Operand<TFloat32> mlp(Operand<TFloat32> x) {
    var first = tf.nn.relu(dense(x, 784, 512));
    return dense(tf.nn.relu(dense(first, 512, 256)), 256, 10);
  }

  Operand<TFloat32> cnn(Operand<TFloat32> x) {
    var first = pool(tf.nn.relu(tf.nn.biasAdd(convolution(x, 1, 32, 5), zeros(32))));
    var second = pool(tf.nn.relu(tf.nn.biasAdd(convolution(first, 32, 64, 5), zeros(64))));
    var flat = tf.reshape(second, tf.constant(new long[] {-1, 64 * 7 * 7}));
    return dense(tf.nn.relu(dense(flat, 64 * 7 * 7, 512)), 512, 10);
  }

  Operand<TFloat32> vgg(Operand<TFloat32> x) {
    var before = 3;
    for (var channels : new int[] {64, 128, 256}) {
      for (var in : new int[] {before, channels}) {
        x = tf.nn.relu(batchNorm(convolution(x, in, channels, 3), channels));
      }
      x = pool(x);
      before = channels;
    }
    return dense(tf.reshape(x, tf.constant(new long[] {-1, 256 * 4 * 4})), 256 * 4 * 4, 10);
  }

  private Operand<TFloat32> convolution(Operand<TFloat32> x, int in, int out, int kernel) {
    var deviation = Math.sqrt(2.0 / (in * kernel * kernel));
    return tf.nn.conv2d(
        x, variable(deviation, kernel, kernel, in, out), List.of(1L, 1L, 1L, 1L), "SAME");
  }

  private Operand<TFloat32> batchNorm(Operand<TFloat32> x, int channels) {
    var none = tf.constant(new float[0]);
    return tf.nn
        .fusedBatchNorm(
            x, ones(channels), zeros(channels), none, none, FusedBatchNorm.isTraining(true))
        .y();
  }

  private Operand<TFloat32> pool(Operand<TFloat32> x) {
    var two = tf.constant(new int[] {1, 2, 2, 1});
    return tf.nn.maxPool(x, two, two, "VALID");
  }

  Operand<TFloat32> regression(Operand<TFloat32> x) {
    return dense(tf.math.tanh(dense(tf.math.tanh(dense(x, 1, 64)), 64, 64)), 64, 1);
  }

  Operand<TFloat32> crossEntropy(Operand<TFloat32> logits, Operand<? extends TNumber> label) {
    // by one-hot vectors: the sparse form has no gradient here
    var classes = tf.constant((int) logits.shape().get(1));
    var target = tf.oneHot(label, classes, tf.constant(1f), tf.constant(0f));
    return mean(tf.nn.softmaxCrossEntropyWithLogits(logits, target).loss());
  }

  Operand<TFloat32> squaredError(Operand<TFloat32> x, Operand<TFloat32> y) {
    return mean(tf.math.squaredDifference(x, y));
  }

  private Operand<TFloat32> mean(Operand<TFloat32> x) {
    var axes = new int[x.shape().numDimensions()];
    for (var i = 0; i < axes.length; i++) {
      axes[i] = i;
    }
    return tf.math.mean(x, tf.constant(axes));
  }

  /** Cross-entropy of all pixels and the divergence of the code, averaged over the batch. */
  Operand<TFloat32> autoencoderLoss(Operand<TFloat32> pixels) {
    var hidden = tf.nn.relu(dense(pixels, 784, 400));
    var mu = dense(hidden, 400, 20);
    var logVariance = dense(hidden, 400, 20);
    var shape = tf.constant(Shape.of(pixels.shape().get(0), 20));
    var noise = tf.random.randomStandardNormal(shape, TFloat32.class);
    var deviation = tf.math.exp(tf.math.mul(logVariance, tf.constant(0.5f)));
    var code = tf.math.add(mu, tf.math.mul(deviation, noise));
    var logits = dense(tf.nn.relu(dense(code, 20, 400)), 400, 784);
    var entropy = framework.nn.sigmoidCrossEntropyWithLogits(pixels, logits);
    var divergence =
        tf.math.sub(
            tf.math.sub(tf.math.add(logVariance, tf.constant(1f)), tf.math.square(mu)),
            tf.math.exp(logVariance));
    var batch = (float) pixels.shape().get(0);
    return tf.math.add(
        tf.math.mul(sum(entropy), tf.constant(1 / batch)),
        tf.math.mul(sum(divergence), tf.constant(-0.5f / batch)));
  }

  private Operand<TFloat32> sum(Operand<TFloat32> x) {
    return tf.reduceSum(x, tf.constant(new int[] {0, 1}), new ReduceSum.Options[0]);
  }
}
