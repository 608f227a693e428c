package org.caracal.core.reference;

import org.caracal.graph.Fft;
import org.caracal.graph.MatMul;

/** Matrix product and Fourier transform. */
final class ProductKernels {
  private ProductKernels() {}

  static ReferenceKernel matMul(MatMul operation) {
    return (in, out) -> {
      var rows = out.extent(-2);
      var columns = out.extent(-1);
      var inner = in[0].extent(operation.transposeLeft() ? -2 : -1);
      for (var i = 0; i < out.size(); i++) {
        var matrix = i / columns / rows;
        var row = i / columns % rows;
        var column = i % columns;
        var sum = 0.0;
        for (var k = 0; k < inner; k++) {
          var left = operation.transposeLeft() ? k * rows + row : row * inner + k;
          var right = operation.transposeRight() ? column * inner + k : k * columns + column;
          sum +=
              in[0].get(matrix * rows * inner + left) * in[1].get(matrix * inner * columns + right);
        }
        out.set(i, sum);
      }
    };
  }

  static ReferenceKernel fft(Fft operation) {
    return (in, out) -> {
      var n = out.extent(-2);
      for (var i = 0; i < out.size() / 2; i++) {
        var start = i / n * n;
        var real = 0.0;
        var imaginary = 0.0;
        for (var j = 0; j < n; j++) {
          var angle = (operation.inverse() ? 2 : -2) * Math.PI * ((long) j * (i % n) % n) / n;
          var x = in[0].get(2 * (start + j));
          var y = in[0].get(2 * (start + j) + 1);
          real += x * Math.cos(angle) - y * Math.sin(angle);
          imaginary += x * Math.sin(angle) + y * Math.cos(angle);
        }
        out.set(2 * i, real);
        out.set(2 * i + 1, imaginary);
      }
    };
  }
}
