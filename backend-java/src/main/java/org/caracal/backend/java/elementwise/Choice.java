package org.caracal.backend.java.elementwise;

/** Choices between numbers, called by loops; truth values are 1 and 0. */
final class Choice {
  private Choice() {}

  static float equal(float a, float b) {
    return a == b ? 1 : 0;
  }

  static float notEqual(float a, float b) {
    return a != b ? 1 : 0;
  }

  static float less(float a, float b) {
    return a < b ? 1 : 0;
  }

  static float lessEqual(float a, float b) {
    return a <= b ? 1 : 0;
  }

  static float greater(float a, float b) {
    return a > b ? 1 : 0;
  }

  static float greaterEqual(float a, float b) {
    return a >= b ? 1 : 0;
  }

  static float select(float mask, float a, float b) {
    return mask != 0 ? a : b;
  }

  static double equal(double a, double b) {
    return a == b ? 1 : 0;
  }

  static double notEqual(double a, double b) {
    return a != b ? 1 : 0;
  }

  static double less(double a, double b) {
    return a < b ? 1 : 0;
  }

  static double lessEqual(double a, double b) {
    return a <= b ? 1 : 0;
  }

  static double greater(double a, double b) {
    return a > b ? 1 : 0;
  }

  static double greaterEqual(double a, double b) {
    return a >= b ? 1 : 0;
  }

  static double select(double mask, double a, double b) {
    return mask != 0 ? a : b;
  }
}
