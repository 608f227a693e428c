package org.caracal.benchmarks.peer.libtorch;

import java.util.ArrayList;
import java.util.List;
import org.bytedeco.pytorch.DoubleOptional;
import org.bytedeco.pytorch.EmbeddingImpl;
import org.bytedeco.pytorch.GELUImpl;
import org.bytedeco.pytorch.LayerNormImpl;
import org.bytedeco.pytorch.LinearImpl;
import org.bytedeco.pytorch.LongVector;
import org.bytedeco.pytorch.Module;
import org.bytedeco.pytorch.SequentialImpl;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptional;
import org.bytedeco.pytorch.global.torch;

/** Four blocks of causal attention with four heads. */
final class Transformer extends Module {
  private static final int VOCABULARY = 96;
  private static final int LENGTH = 128;
  private static final int WIDTH = 128;
  private static final int HEADS = 4;
  private static final int BLOCKS = 4;

  private final EmbeddingImpl tokens =
      register_module("tokens", new EmbeddingImpl(VOCABULARY, WIDTH));
  private final Tensor positions = register_parameter("positions", torch.zeros(LENGTH, WIDTH));
  private final List<Block> blocks = new ArrayList<>();
  private final LayerNormImpl norm = register_module("norm", norm());
  private final LinearImpl head = register_module("head", new LinearImpl(WIDTH, VOCABULARY));

  private record Block(
      LayerNormImpl norm, LinearImpl joint, LinearImpl output, SequentialImpl mixing) {}

  Transformer() {
    for (var i = 0; i < BLOCKS; i++) {
      var mixing = new SequentialImpl();
      mixing.push_back(norm());
      mixing.push_back(new LinearImpl(WIDTH, 4 * WIDTH));
      mixing.push_back(new GELUImpl());
      mixing.push_back(new LinearImpl(4 * WIDTH, WIDTH));
      blocks.add(
          new Block(
              register_module("norm" + i, norm()),
              register_module("joint" + i, new LinearImpl(WIDTH, 3 * WIDTH)),
              register_module("output" + i, new LinearImpl(WIDTH, WIDTH)),
              register_module("mixing" + i, mixing)));
    }
  }

  private static LayerNormImpl norm() {
    return new LayerNormImpl(new LongVector(new long[] {WIDTH}));
  }

  /** Mean cross-entropy of the next tokens. */
  Tensor loss(Tensor input, Tensor next) {
    var x = tokens.forward(input).add(positions);
    for (var block : blocks) {
      x = x.add(attention(block, x));
      x = x.add(block.mixing().forward(x));
    }
    var logits = head.forward(norm.forward(x));
    return torch.cross_entropy(logits.view(-1, VOCABULARY), next.view(-1));
  }

  private static Tensor attention(Block block, Tensor x) {
    var batch = x.size(0);
    var joint = block.joint().forward(block.norm().forward(x)).chunk(3, 2);
    var heads = new Tensor[3];
    for (var i = 0; i < heads.length; i++) {
      heads[i] = joint.get(i).view(batch, LENGTH, HEADS, WIDTH / HEADS).transpose(1, 2);
    }
    var mixed =
        torch.scaled_dot_product_attention(
            heads[0],
            heads[1],
            heads[2],
            new TensorOptional(),
            0,
            true,
            new DoubleOptional(),
            false);
    return block.output().forward(mixed.transpose(1, 2).reshape(batch, LENGTH, WIDTH));
  }
}
