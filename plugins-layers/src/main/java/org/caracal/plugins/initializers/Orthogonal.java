package org.caracal.plugins.initializers;

import org.caracal.array.Shape;
import org.caracal.initializer.Fans;
import org.caracal.initializer.Initializer;
import org.caracal.plugin.InitializerPlugin;
import org.caracal.plugin.Option;
import org.caracal.random.RandomStream;
import org.osgi.service.component.annotations.Component;

/**
 * A random matrix whose rows, or columns if they are fewer, are orthonormal, times a gain (Saxe et
 * al. 2014). The first axis counts the rows, all others the columns. Uniformly distributed:
 * Gram-Schmidt of normal numbers leaves a positive diagonal in R (Mezzadri 2007).
 */
@Component(service = Initializer.class)
@InitializerPlugin(name = "orthogonal")
public final class Orthogonal implements Initializer<Orthogonal.Options> {
  /** Options of {@code orthogonal}. */
  public record Options(@Option(value = "factor of the matrix", byDefault = "1") double gain) {}

  @Override
  public Class<Options> optionsType() {
    return Options.class;
  }

  @Override
  public void initialize(
      Options options, Shape shape, Fans fans, RandomStream random, double[] values) {
    if (shape.rank() < 2) {
      throw new IllegalArgumentException(
          "orthogonal needs a parameter with at least two axes, not " + shape);
    }
    var rows = shape.extent(0);
    var columns = values.length / Math.max(1, rows);
    var vectors = new double[Math.min(rows, columns)][Math.max(rows, columns)];
    for (var k = 0; k < vectors.length; k++) {
      for (var i = 0; i < vectors[k].length; i++) {
        vectors[k][i] = random.nextNormal();
      }
      // twice is enough (Kahan, in Parlett 1980)
      orthogonalize(vectors, k);
      orthogonalize(vectors, k);
    }
    for (var row = 0; row < rows; row++) {
      for (var column = 0; column < columns; column++) {
        values[row * columns + column] =
            options.gain() * (rows <= columns ? vectors[row][column] : vectors[column][row]);
      }
    }
  }

  /** Takes the directions of earlier vectors out of vector k and scales it to length 1. */
  private static void orthogonalize(double[][] vectors, int k) {
    var vector = vectors[k];
    for (var earlier = 0; earlier < k; earlier++) {
      var projection = dot(vectors[earlier], vector);
      for (var i = 0; i < vector.length; i++) {
        vector[i] -= projection * vectors[earlier][i];
      }
    }
    var length = Math.sqrt(dot(vector, vector));
    for (var i = 0; i < vector.length; i++) {
      vector[i] /= length;
    }
  }

  private static double dot(double[] a, double[] b) {
    var sum = 0.0;
    for (var i = 0; i < a.length; i++) {
      sum += a[i] * b[i];
    }
    return sum;
  }
}
