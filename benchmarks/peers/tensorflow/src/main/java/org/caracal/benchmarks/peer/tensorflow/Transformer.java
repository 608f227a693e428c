package org.caracal.benchmarks.peer.tensorflow;

import org.tensorflow.Operand;
import org.tensorflow.op.Ops;
import org.tensorflow.op.math.Mean;
import org.tensorflow.op.train.BatchMatMul;
import org.tensorflow.types.TFloat32;
import org.tensorflow.types.family.TNumber;

/** Four blocks of causal attention with four heads. */
final class Transformer {
  private static final int VOCABULARY = 96;
  private static final int LENGTH = 128;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;
  private static final int BLOCKS = 4;

  private final Nets nets;
  private final Ops tf;
  private final Operand<TFloat32> mask;

  Transformer(Nets nets) {
    this.nets = nets;
    tf = nets.operations();
    var future = new float[LENGTH][LENGTH];
    for (var row = 0; row < LENGTH; row++) {
      for (var column = row + 1; column < LENGTH; column++) {
        future[row][column] = -1e9f;
      }
    }
    mask = tf.constant(future);
  }

  /** Mean cross-entropy of the next tokens. */
  Operand<TFloat32> loss(Operand<? extends TNumber> tokens, Operand<? extends TNumber> next) {
    var vectors = tf.gather(nets.variable(1, VOCABULARY, WIDTH), tokens, tf.constant(0));
    // rows of all examples, so that products are those of matrices
    var x = rows(tf.math.add(vectors, nets.zeros(LENGTH, WIDTH)), WIDTH);
    for (var block = 0; block < BLOCKS; block++) {
      x = tf.math.add(x, attention(norm(x)));
      x = tf.math.add(x, mixing(norm(x)));
    }
    var logits = nets.dense(norm(x), WIDTH, VOCABULARY);
    return nets.crossEntropy(logits, tf.reshape(next, tf.constant(new int[] {-1})));
  }

  private Operand<TFloat32> rows(Operand<TFloat32> x, int width) {
    return tf.reshape(x, tf.constant(new int[] {-1, width}));
  }

  private Operand<TFloat32> norm(Operand<TFloat32> x) {
    var last = tf.constant(new int[] {1});
    var mean = tf.math.mean(x, last, Mean.keepDims(true));
    var centered = tf.math.sub(x, mean);
    var variance = tf.math.mean(tf.math.square(centered), last, Mean.keepDims(true));
    var scale = tf.math.rsqrt(tf.math.add(variance, tf.constant(1e-5f)));
    var normal = tf.math.mul(centered, scale);
    return tf.math.add(tf.math.mul(normal, nets.ones(WIDTH)), nets.zeros(WIDTH));
  }

  private Operand<TFloat32> attention(Operand<TFloat32> x) {
    var query = heads(nets.dense(x, WIDTH, WIDTH));
    var key = heads(nets.dense(x, WIDTH, WIDTH));
    var value = heads(nets.dense(x, WIDTH, WIDTH));
    var products = tf.train.batchMatMul(query, key, TFloat32.class, BatchMatMul.adjY(true));
    var factor = tf.constant((float) Math.sqrt((double) HEADS / WIDTH));
    var weights = tf.nn.softmax(tf.math.add(tf.math.mul(products, factor), mask));
    var mixed = tf.train.batchMatMul(weights, value, TFloat32.class);
    var joint = tf.linalg.transpose(mixed, tf.constant(new int[] {0, 2, 1, 3}));
    return nets.dense(rows(joint, WIDTH), WIDTH, WIDTH);
  }

  private Operand<TFloat32> heads(Operand<TFloat32> x) {
    var split = tf.reshape(x, tf.constant(new int[] {-1, LENGTH, HEADS, WIDTH / HEADS}));
    return tf.linalg.transpose(split, tf.constant(new int[] {0, 2, 1, 3}));
  }

  private Operand<TFloat32> mixing(Operand<TFloat32> x) {
    var wide = nets.dense(x, WIDTH, 4 * WIDTH);
    var erf = tf.math.erf(tf.math.mul(wide, tf.constant((float) Math.sqrt(0.5))));
    var half = tf.math.mul(wide, tf.constant(0.5f));
    var gelu = tf.math.mul(half, tf.math.add(erf, tf.constant(1f)));
    return nets.dense(gelu, 4 * WIDTH, WIDTH);
  }
}
