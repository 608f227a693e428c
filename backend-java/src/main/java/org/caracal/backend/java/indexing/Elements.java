package org.caracal.backend.java.indexing;

import org.caracal.array.DType;

/** Single elements of arrays of one type: moved, or added. */
interface Elements {
  /** {@code target[to] = source[from]}. */
  void move(Object source, int from, Object target, int to);

  /** {@code target[to] += source[from]}. */
  void add(Object source, int from, Object target, int to);

  /** {@code target[to + i] += source[from + i]} for i below n. */
  void add(Object source, int from, Object target, int to, int n);

  /**
   * -1, 0 or 1 as element i is smaller than, equal to or larger than element j; not-a-number is
   * larger than all numbers.
   */
  int compare(Object source, int i, int j);

  /** Whether an element is not a number. */
  boolean isNaN(Object source, int i);

  /** The elements of a type. */
  static Elements of(DType dtype) {
    return switch (dtype) {
      case FLOAT32 -> new Floats();
      case FLOAT64 -> new Doubles();
      case INT32 -> new Ints();
      case INT64 -> new Longs();
      case BOOL -> new Bytes();
    };
  }

  /** Elements of {@code float32}. */
  final class Floats implements Elements {
    @Override
    public void move(Object source, int from, Object target, int to) {
      ((float[]) target)[to] = ((float[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to) {
      ((float[]) target)[to] += ((float[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to, int n) {
      var s = (float[]) source;
      var t = (float[]) target;
      for (var i = 0; i < n; i++) {
        t[to + i] += s[from + i];
      }
    }

    @Override
    public int compare(Object source, int i, int j) {
      var x = ((float[]) source)[i];
      var y = ((float[]) source)[j];
      return x < y ? -1 : x > y ? 1 : x == y ? 0 : Boolean.compare(Float.isNaN(x), Float.isNaN(y));
    }

    @Override
    public boolean isNaN(Object source, int i) {
      return Float.isNaN(((float[]) source)[i]);
    }
  }

  /** Elements of {@code float64}. */
  final class Doubles implements Elements {
    @Override
    public void move(Object source, int from, Object target, int to) {
      ((double[]) target)[to] = ((double[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to) {
      ((double[]) target)[to] += ((double[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to, int n) {
      var s = (double[]) source;
      var t = (double[]) target;
      for (var i = 0; i < n; i++) {
        t[to + i] += s[from + i];
      }
    }

    @Override
    public int compare(Object source, int i, int j) {
      var x = ((double[]) source)[i];
      var y = ((double[]) source)[j];
      return x < y
          ? -1
          : x > y ? 1 : x == y ? 0 : Boolean.compare(Double.isNaN(x), Double.isNaN(y));
    }

    @Override
    public boolean isNaN(Object source, int i) {
      return Double.isNaN(((double[]) source)[i]);
    }
  }

  /** Elements of {@code int32}. */
  final class Ints implements Elements {
    @Override
    public void move(Object source, int from, Object target, int to) {
      ((int[]) target)[to] = ((int[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to) {
      ((int[]) target)[to] += ((int[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to, int n) {
      var s = (int[]) source;
      var t = (int[]) target;
      for (var i = 0; i < n; i++) {
        t[to + i] += s[from + i];
      }
    }

    @Override
    public int compare(Object source, int i, int j) {
      var x = ((int[]) source)[i];
      var y = ((int[]) source)[j];
      return x < y ? -1 : x > y ? 1 : 0;
    }

    @Override
    public boolean isNaN(Object source, int i) {
      return false;
    }
  }

  /** Elements of {@code int64}. */
  final class Longs implements Elements {
    @Override
    public void move(Object source, int from, Object target, int to) {
      ((long[]) target)[to] = ((long[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to) {
      ((long[]) target)[to] += ((long[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to, int n) {
      var s = (long[]) source;
      var t = (long[]) target;
      for (var i = 0; i < n; i++) {
        t[to + i] += s[from + i];
      }
    }

    @Override
    public int compare(Object source, int i, int j) {
      var x = ((long[]) source)[i];
      var y = ((long[]) source)[j];
      return x < y ? -1 : x > y ? 1 : 0;
    }

    @Override
    public boolean isNaN(Object source, int i) {
      return false;
    }
  }

  /** Elements of {@code bool}. */
  final class Bytes implements Elements {
    @Override
    public void move(Object source, int from, Object target, int to) {
      ((byte[]) target)[to] = ((byte[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to) {
      ((byte[]) target)[to] += ((byte[]) source)[from];
    }

    @Override
    public void add(Object source, int from, Object target, int to, int n) {
      var s = (byte[]) source;
      var t = (byte[]) target;
      for (var i = 0; i < n; i++) {
        t[to + i] += s[from + i];
      }
    }

    @Override
    public int compare(Object source, int i, int j) {
      var x = ((byte[]) source)[i];
      var y = ((byte[]) source)[j];
      return x < y ? -1 : x > y ? 1 : 0;
    }

    @Override
    public boolean isNaN(Object source, int i) {
      return false;
    }
  }
}
