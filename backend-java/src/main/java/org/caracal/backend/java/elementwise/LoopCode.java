package org.caracal.backend.java.elementwise;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.array.DType;

/**
 * The bytecode of a loop that computes some steps for each element or each vector of elements:
 *
 * <pre>{@code
 * static void run(Object[] arrays, int[] offsets, int from, int to) {
 *   var a = (float[]) arrays[3]; var ao = offsets[3]; ...
 *   for (var i = from; i < to; i++) {
 *     var x = a[ao + i]; ...
 *     var y = x * 0.9f + ...
 *     b[bo + i] = y; ...
 *   }
 * }
 * }</pre>
 *
 * What an iteration reads it loads before it stores anything, so results may stand where operands
 * did.
 */
abstract class LoopCode {
  static final String NAME = "org/caracal/backend/java/elementwise/FusedLoop$Code";
  static final String METHOD = "run";
  static final String DESCRIPTOR = "([Ljava/lang/Object;[III)V";

  static final int ICONST_0 = 0x03;
  static final int SIPUSH = 0x11;
  static final int LDC_W = 0x13;
  static final int LDC2_W = 0x14;
  static final int ILOAD = 0x15;
  static final int ALOAD = 0x19;
  static final int FALOAD = 0x30;
  static final int DALOAD = 0x31;
  static final int ISTORE = 0x36;
  static final int ASTORE = 0x3a;
  static final int GETSTATIC = 0xb2;
  static final int INVOKEVIRTUAL = 0xb6;
  static final int INVOKESTATIC = 0xb8;

  private static final int IALOAD = 0x2e;
  private static final int AALOAD = 0x32;
  private static final int IADD = 0x60;
  private static final int ISUB = 0x64;
  private static final int IF_ICMPGE = 0xa2;
  private static final int GOTO = 0xa7;
  private static final int RETURN = 0xb1;
  private static final int CHECKCAST = 0xc0;
  private static final int WIDE = 0xc4;

  private static final int FULL_FRAME = 255;
  private static final int INTEGER = 1;
  private static final int OBJECT = 7;

  private static final int ARRAYS = 0;
  private static final int OFFSETS = 1;
  private static final int FROM = 2;
  private static final int TO = 3;
  private static final int ARGUMENTS = 4;

  final ClassFile file = new ClassFile();
  final Slots slots;
  final boolean wide;

  /** {@code F} or {@code D}. */
  final String element;

  private final ByteArrayOutputStream code = new ByteArrayOutputStream();
  private final Map<Integer, Integer> arrays = new LinkedHashMap<>();

  /** The offsets that are added to the index. */
  private final Map<Integer, Integer> offsets = new HashMap<>();

  /** The verification types of the variables that live through the loop, as bytes. */
  private final List<byte[]> frame = new ArrayList<>();

  private final boolean lockstep;
  private int locals = ARGUMENTS;
  private int index;
  private int common;

  /**
   * Begins a loop.
   *
   * @param lockstep whether all arrays have the same offset, but for those apart
   */
  LoopCode(DType dtype, Slots slots, boolean lockstep) {
    this.slots = slots;
    this.lockstep = lockstep;
    wide = dtype == DType.FLOAT64;
    element = wide ? "D" : "F";
  }

  /** The number of elements of an iteration. */
  abstract int width();

  /** Emits what comes before the loop, but for the arrays. */
  abstract void prepare(Fused fused);

  /** Emits the load of a slot's element or vector. */
  abstract void load(int slot);

  /** Emits one step. */
  abstract void step(Fused.Step step);

  /** Emits the store of a slot's element or vector. */
  abstract void store(int slot);

  /** The class file. */
  final byte[] write(Fused fused) {
    var reads = fused.reads(slots).stream().filter(slot -> !slots.get(slot).scalar()).toList();
    reads.forEach(this::keepArray);
    fused.writes().stream().filter(slot -> !arrays.containsKey(slot)).forEach(this::keepArray);
    keepOffsets();
    prepare(fused);
    bound(FROM);
    index = keep(ISTORE, 1, INTEGER);
    bound(TO);
    var limit = keep(ISTORE, 1, INTEGER);
    var top = code.size();
    local(ILOAD, index);
    local(ILOAD, limit);
    op(IF_ICMPGE);
    var exit = code.size();
    u2(0);
    reads.forEach(this::load);
    fused.steps().forEach(this::step);
    fused.writes().forEach(this::store);
    local(ILOAD, index);
    op(SIPUSH);
    u2(width());
    op(IADD);
    local(ISTORE, index);
    var back = top - code.size();
    op(GOTO);
    u2(back);
    var end = code.size();
    op(RETURN);
    var bytes = code.toByteArray();
    bytes[exit] = (byte) (end - exit + 1 >> 8);
    bytes[exit + 1] = (byte) (end - exit + 1);
    return file.finish(
        NAME, new ClassFile.Method(METHOD, DESCRIPTOR, bytes, frames(top, end), 8, locals));
  }

  private void keepArray(int slot) {
    array(slot);
    arrays.put(slot, keep(ASTORE, 1, "[" + element));
  }

  private void keepOffsets() {
    if (lockstep) {
      var one = arrays.keySet().stream().filter(slot -> !slots.get(slot).apart()).findFirst();
      offset(one.orElseThrow());
      common = keep(ISTORE, 1, INTEGER);
    }
    for (var slot : arrays.keySet()) {
      // scratch memory is used from its start
      if (lockstep ? slots.get(slot).apart() : slots.get(slot).place() != Slots.Place.TEMPORARY) {
        offset(slot);
        if (lockstep) {
          local(ILOAD, common);
          op(ISUB);
        }
        offsets.put(slot, keep(ISTORE, 1, INTEGER));
      }
    }
  }

  private void offset(int slot) {
    local(ALOAD, OFFSETS);
    op(SIPUSH);
    u2(slot);
    op(IALOAD);
  }

  /** Emits an argument, plus the offset that arrays have in common. */
  private void bound(int argument) {
    local(ILOAD, argument);
    if (lockstep) {
      local(ILOAD, common);
      op(IADD);
    }
  }

  /** Emits the array of a slot. */
  final void array(int slot) {
    local(ALOAD, ARRAYS);
    op(SIPUSH);
    u2(slot);
    op(AALOAD);
    op(CHECKCAST);
    u2(file.type("[" + element));
  }

  /** Emits the array of a slot and the index of the present element in it. */
  final void place(int slot) {
    local(ALOAD, arrays.get(slot));
    local(ILOAD, index);
    if (offsets.containsKey(slot)) {
      local(ILOAD, offsets.get(slot));
      op(IADD);
    }
  }

  /** Stores what was computed before the loop in a variable of its own. */
  final int keep(int operation, int words, int type) {
    frame.add(new byte[] {(byte) type});
    return put(operation, words);
  }

  /** The same for an object. */
  final int keep(int operation, int words, String type) {
    var name = file.type(type);
    frame.add(new byte[] {OBJECT, (byte) (name >> 8), (byte) name});
    return put(operation, words);
  }

  /** Stores what was computed in a variable of its own. */
  final int put(int operation, int words) {
    var local = locals;
    local(operation, local);
    locals += words;
    return local;
  }

  final void local(int operation, int variable) {
    if (variable > 255) {
      op(WIDE);
      op(operation);
      u2(variable);
    } else {
      op(operation);
      op(variable);
    }
  }

  final void call(int operation, String owner, String name, String descriptor) {
    op(operation);
    u2(file.method(owner, name, descriptor));
  }

  final void op(int value) {
    code.write(value);
  }

  final void u2(int value) {
    u2(code, value);
  }

  private static void u2(ByteArrayOutputStream bytes, int value) {
    bytes.write(value >> 8);
    bytes.write(value);
  }

  /** The variables at the top of the loop and behind it are the same. */
  private byte[] frames(int top, int end) {
    var bytes = new ByteArrayOutputStream();
    u2(bytes, 2);
    frame(bytes, top);
    frame(bytes, end - top - 1);
    return bytes.toByteArray();
  }

  private void frame(ByteArrayOutputStream bytes, int offset) {
    bytes.write(FULL_FRAME);
    u2(bytes, offset);
    u2(bytes, ARGUMENTS + frame.size());
    for (var type : List.of("[Ljava/lang/Object;", "[I")) {
      bytes.write(OBJECT);
      u2(bytes, file.type(type));
    }
    bytes.write(INTEGER);
    bytes.write(INTEGER);
    frame.forEach(bytes::writeBytes);
    u2(bytes, 0);
  }
}
