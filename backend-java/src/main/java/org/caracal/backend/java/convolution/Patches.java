package org.caracal.backend.java.convolution;

/** Packs the elements of an image that stand under the taps of a kernel, for matrix products. */
public interface Patches {
  /**
   * Packs a panel in which the elements of one tap stand together: {@code to[put + width k + j]} is
   * the element under tap {@code tap + k} at position {@code position + j}.
   *
   * @param at where the group's channels start in the image
   * @param taps number of taps
   * @param positions number of positions, at most the width
   */
  void pack(
      ConvolutionTaps table,
      Object image,
      int at,
      int tap,
      int taps,
      int position,
      int positions,
      Object to,
      int put,
      int width);

  /**
   * Packs a panel in which the elements of one position stand together: {@code to[put + width k +
   * j]} is the element under tap {@code tap + j} at position {@code position + k}.
   *
   * @param taps number of taps, at most the width
   */
  void packTransposed(
      ConvolutionTaps table,
      Object image,
      int at,
      int tap,
      int taps,
      int position,
      int positions,
      Object to,
      int put,
      int width);
}
