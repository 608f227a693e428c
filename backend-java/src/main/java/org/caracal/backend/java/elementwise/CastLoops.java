package org.caracal.backend.java.elementwise;

import org.caracal.array.DType;

/** Conversions between element types, as Java converts. */
final class CastLoops {
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
      case FLOAT32 -> (f, in, out) -> f.copy(in[0], out);
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.doubles(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.ints(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (int) a[ao + i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.longs(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (long) a[ao + i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.floats(in[0]);
            var r = f.bytes(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (byte) (a[ao + i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromDoubles(DType to) {
    return switch (to) {
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.floats(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (float) a[ao + i];
            }
          };
      case FLOAT64 -> (f, in, out) -> f.copy(in[0], out);
      case INT32 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.ints(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (int) a[ao + i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.longs(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (long) a[ao + i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.doubles(in[0]);
            var r = f.bytes(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (byte) (a[ao + i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromInts(DType to) {
    return switch (to) {
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.floats(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.doubles(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case INT32 -> (f, in, out) -> f.copy(in[0], out);
      case INT64 ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.longs(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case BOOL ->
          (f, in, out) -> {
            var a = f.ints(in[0]);
            var r = f.bytes(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (byte) (a[ao + i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromLongs(DType to) {
    return switch (to) {
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.floats(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.doubles(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.ints(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (int) a[ao + i];
            }
          };
      case INT64 -> (f, in, out) -> f.copy(in[0], out);
      case BOOL ->
          (f, in, out) -> {
            var a = f.longs(in[0]);
            var r = f.bytes(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = (byte) (a[ao + i] != 0 ? 1 : 0);
            }
          };
    };
  }

  private static Instruction.Loop fromBytes(DType to) {
    return switch (to) {
      case FLOAT32 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.floats(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case FLOAT64 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.doubles(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case INT32 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.ints(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case INT64 ->
          (f, in, out) -> {
            var a = f.bytes(in[0]);
            var r = f.longs(out);
            var ao = f.offsets[in[0]];
            var ro = f.offsets[out];
            for (var i = 0; i < f.length; i++) {
              r[ro + i] = a[ao + i];
            }
          };
      case BOOL -> (f, in, out) -> f.copy(in[0], out);
    };
  }
}
