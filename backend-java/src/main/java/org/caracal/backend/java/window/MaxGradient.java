package org.caracal.backend.java.window;

import java.util.Arrays;

/** Adds gradients to the places of the largest elements of their windows. One thread's. */
final class MaxGradient implements GradientFunction {
  private final SliceFunction places;
  private final int size;
  private final int[] indices;

  /**
   * A gradient of slices.
   *
   * @param places finds the indices of the largest elements
   * @param size number of elements of a slice of the input
   * @param positions number of windows
   */
  MaxGradient(SliceFunction places, int size, int positions) {
    this.places = places;
    this.size = size;
    indices = new int[positions];
  }

  @Override
  public void run(Object x, int from, Object gradient, int at, Object result) {
    places.run(x, from, indices, 0);
    if (result instanceof float[] floats) {
      add((float[]) gradient, at, floats, from);
    } else {
      add((double[]) gradient, at, (double[]) result, from);
    }
  }

  private void add(float[] gradient, int at, float[] to, int put) {
    Arrays.fill(to, put, put + size, 0);
    for (var i = 0; i < indices.length; i++) {
      to[put + indices[i]] += gradient[at + i];
    }
  }

  private void add(double[] gradient, int at, double[] to, int put) {
    Arrays.fill(to, put, put + size, 0);
    for (var i = 0; i < indices.length; i++) {
      to[put + indices[i]] += gradient[at + i];
    }
  }
}
