package org.caracal.benchmarks.peer.libtorch;

import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.Scalar;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.global.torch;

/** 784-400-20-400-784. */
final class Autoencoder extends Module {
  private static final int PIXELS = 784;

  private final LinearImpl encoder = register_module("encoder", new LinearImpl(PIXELS, 400));
  private final LinearImpl mean = register_module("mean", new LinearImpl(400, 20));
  private final LinearImpl logVariance = register_module("logVariance", new LinearImpl(400, 20));
  private final LinearImpl decoder = register_module("decoder", new LinearImpl(20, 400));
  private final LinearImpl drawing = register_module("drawing", new LinearImpl(400, PIXELS));

  /** Cross-entropy of all pixels and the divergence of the code, averaged over the batch. */
  Tensor loss(Tensor pixels) {
    var hidden = torch.relu(encoder.forward(pixels));
    var mu = mean.forward(hidden);
    var logVar = logVariance.forward(hidden);
    var deviation = logVar.mul(new Scalar(0.5)).exp();
    var code = mu.add(deviation.mul(torch.randn_like(deviation)));
    var logits = drawing.forward(torch.relu(decoder.forward(code)));
    var entropy =
        torch.binary_cross_entropy_with_logits(logits, pixels).mul(new Scalar((double) PIXELS));
    var divergence = logVar.add(new Scalar(1.0)).sub(mu.mul(mu)).sub(logVar.exp()).sum();
    return entropy.add(divergence.mul(new Scalar(-0.5 / pixels.size(0))));
  }
}
