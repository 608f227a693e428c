package org.caracal.backend.java.elementwise;

import org.caracal.array.DType;

/** Conversions between element types, as Java converts. */
final class CastLoops {
  private static final Instruction.Loop COPY = (f, in, out) -> f.copy(in[0], out);

  private CastLoops() {}

  static Instruction.Loop cast(DType from, DType to) {
    return switch (from) {
      case FLOAT32 -> fromFloats(to);
      case FLOAT64 -> fromDoubles(to);
      case INT32 -> fromInts(to);
      case INT64 -> fromLongs(to);
      case BOOL -> fromBytes(to);
    };
  }

  private static Instruction.Loop fromFloats(DType to) {
    return switch (to) {
      case FLOAT32 -> COPY;
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.doubles(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.ints(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (int) a[i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.longs(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (long) a[i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.bytes(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (byte) (a[i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromDoubles(DType to) {
    return switch (to) {
      case FLOAT64 -> COPY;
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.floats(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (float) a[i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.ints(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (int) a[i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.longs(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (long) a[i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.bytes(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (byte) (a[i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromInts(DType to) {
    return switch (to) {
      case INT32 -> COPY;
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.floats(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.doubles(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.longs(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.bytes(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (byte) (a[i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromLongs(DType to) {
    return switch (to) {
      case INT64 -> COPY;
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.floats(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.doubles(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.ints(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (int) a[i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.bytes(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = (byte) (a[i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromBytes(DType to) {
    return switch (to) {
      case BOOL -> COPY;
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.floats(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.doubles(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.ints(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.longs(out);
            for (var i = 0; i < f.length; i++) {
              r[i] = a[i];
            }
          };
    };
  }
}
