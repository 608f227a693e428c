package org.caracal.benchmarks.workload;

import java.util.List;
import java.util.Locale;

/** What is measured. The models are those of the specs in {@code benchmarks/workloads}. */
public enum Workload {
  /** Dense layers 784-512-256-10, cross-entropy, Adam. */
  W1("w1-mlp", 128, 20, Feature.numbers("pixels", 784), Feature.integers("label", 10)),
  /** Two 5x5 convolutions, 28x28 pixels, stochastic gradient descent with momentum. */
  W2("w2-cnn", 64, 10, Feature.numbers("pixels", 1, 28, 28), Feature.integers("label", 10)),
  /** Six 3x3 convolutions with batch normalisation, 32x32 pixels in three colours. */
  W3("w3-vgg", 32, 4, Feature.numbers("pixels", 3, 32, 32), Feature.integers("label", 10)),
  /** A regression, 1-64-64-1, with tanh. */
  W4("w4-regression", 32, 2000, Feature.numbers("x", 1), Feature.numbers("y", 1)),
  /** A transformer of four blocks over 128 tokens, AdamW. */
  W5("w5-gpt", 16, 4, Feature.integers("tokens", 96, 128), Feature.integers("next", 96, 128)),
  /** A variational autoencoder, 784-400-20-400-784, Adam. */
  W6("w6-vae", 128, 20, Feature.numbers("pixels", 784)),
  /** The net of W2 predicts one example after the other. */
  W7A("w2-cnn", 1, 16, Feature.numbers("pixels", 1, 28, 28)),
  /** The net of W2 predicts batches of 256. */
  W7B("w2-cnn", 256, 1, Feature.numbers("pixels", 1, 28, 28));

  private final String spec;
  private final int batchSize;
  private final int batches;
  private final List<Feature> features;

  Workload(String spec, int batchSize, int batches, Feature... features) {
    this.spec = spec;
    this.batchSize = batchSize;
    this.batches = batches;
    this.features = List.of(features);
  }

  /** Name of the spec. */
  public String spec() {
    return spec;
  }

  /** Examples in a step. */
  public int batchSize() {
    return batchSize;
  }

  /** Batches in the data set, steps in an epoch. */
  public int batches() {
    return batches;
  }

  /** What an example has. */
  public List<Feature> features() {
    return features;
  }

  /** Whether it predicts only. */
  public boolean isInference() {
    return this == W7A || this == W7B;
  }

  /** Whether the time of single calls counts, not how many are done in a second. */
  public boolean isLatency() {
    return this == W7A;
  }

  /** Name for people and options. */
  public String title() {
    return name().startsWith("W7") ? "W7" + name().substring(2).toLowerCase(Locale.ROOT) : name();
  }

  /** The workload of that name, upper case or lower. */
  static Workload of(String name) {
    return valueOf(name.toUpperCase(Locale.ROOT));
  }
}
