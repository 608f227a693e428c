package org.caracal.backend.java.elementwise;

/** Functions of {@code float32}. */
final class FloatMath {
  private FloatMath() {}

  static float floor(float x) {
    return (float) Math.floor(x);
  }

  static float exp(float x) {
    return (float) DoubleMath.exp(x);
  }

  static float expm1(float x) {
    return (float) DoubleMath.expm1(x);
  }

  static float log(float x) {
    return (float) DoubleMath.log(x);
  }

  static float log1p(float x) {
    return (float) DoubleMath.log1p(x);
  }

  static float sin(float x) {
    return (float) DoubleMath.sin(x);
  }

  static float cos(float x) {
    return (float) DoubleMath.cos(x);
  }

  static float tanh(float x) {
    return (float) DoubleMath.tanh(x);
  }

  static float pow(float a, float b) {
    return (float) DoubleMath.pow(a, b);
  }

  static float sigmoid(float x) {
    return (float) DoubleMath.sigmoid(x);
  }

  static float erf(float x) {
    return (float) DoubleMath.erf(x);
  }
}
