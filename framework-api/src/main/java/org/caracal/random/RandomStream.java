package org.caracal.random;

/** A reproducible stream of random numbers. Not thread-safe. */
public interface RandomStream {
  /** The next 32 random bits. */
  int nextInt();

  /** The next number in [0, 1), from 53 bits. */
  double nextUniform();

  /** The next standard normal number. */
  double nextNormal();

  /** The next integer in [0, bound), each equally likely. */
  int nextInt(int bound);
}
