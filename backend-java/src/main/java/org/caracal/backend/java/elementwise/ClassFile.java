package org.caracal.backend.java.elementwise;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * A class file in the making, with one static method, as far as loops need it (The Java Virtual
 * Machine Specification, chapter 4).
 */
final class ClassFile {
  private static final int MAGIC = 0xCAFEBABE;
  private static final int JAVA_17 = 61;
  private static final int FINAL_SUPER_SYNTHETIC = 0x1030;
  private static final int STATIC = 0x0008;

  private static final int UTF8 = 1;
  private static final int FLOAT = 4;
  private static final int DOUBLE = 6;
  private static final int CLASS = 7;
  private static final int FIELD = 9;
  private static final int METHOD = 10;
  private static final int NAME_AND_TYPE = 12;

  private final Map<Entry, Integer> pool = new LinkedHashMap<>();
  private int next = 1;

  /** Entry of the constant pool; what it refers to comes before it. */
  private record Entry(int tag, Object value) {}

  int utf8(String text) {
    return index(new Entry(UTF8, text), 1);
  }

  int number(float value) {
    return index(new Entry(FLOAT, value), 1);
  }

  int number(double value) {
    return index(new Entry(DOUBLE, value), 2);
  }

  int type(String name) {
    return index(new Entry(CLASS, utf8(name)), 1);
  }

  int field(String owner, String name, String descriptor) {
    return index(new Entry(FIELD, member(owner, name, descriptor)), 1);
  }

  int method(String owner, String name, String descriptor) {
    return index(new Entry(METHOD, member(owner, name, descriptor)), 1);
  }

  private int member(String owner, String name, String descriptor) {
    var nameAndType = new Entry(NAME_AND_TYPE, utf8(name) << 16 | utf8(descriptor));
    return type(owner) << 16 | index(nameAndType, 1);
  }

  private int index(Entry entry, int size) {
    var known = pool.get(entry);
    if (known != null) {
      return known;
    }
    pool.put(entry, next);
    next += size;
    return next - size;
  }

  /**
   * A method of a class.
   *
   * @param frames the entries of its stack map, and their number before them
   * @param stack the greatest number of words on the stack
   * @param locals the number of local variables, in words
   */
  record Method(
      String name, String descriptor, byte[] code, byte[] frames, int stack, int locals) {}

  /** The bytes of the class with its method. */
  byte[] finish(String name, Method method) {
    var self = type(name);
    var parent = type("java/lang/Object");
    var methodName = utf8(method.name);
    var methodType = utf8(method.descriptor);
    var codeName = utf8("Code");
    var framesName = utf8("StackMapTable");
    var bytes = new ByteArrayOutputStream();
    try (var out = new DataOutputStream(bytes)) {
      out.writeInt(MAGIC);
      out.writeInt(JAVA_17);
      out.writeShort(next);
      for (var entry : pool.keySet()) {
        write(entry, out);
      }
      out.writeShort(FINAL_SUPER_SYNTHETIC);
      out.writeShort(self);
      out.writeShort(parent);
      out.writeInt(0); // no interfaces, no fields
      out.writeShort(1);
      out.writeShort(STATIC);
      out.writeShort(methodName);
      out.writeShort(methodType);
      out.writeShort(1);
      out.writeShort(codeName);
      out.writeInt(12 + method.code.length + 6 + method.frames.length);
      out.writeShort(method.stack);
      out.writeShort(method.locals);
      out.writeInt(method.code.length);
      out.write(method.code);
      out.writeShort(0); // no handlers
      out.writeShort(1);
      out.writeShort(framesName);
      out.writeInt(method.frames.length);
      out.write(method.frames);
      out.writeShort(0); // no attributes of the class
    } catch (IOException e) {
      throw new UncheckedIOException(e); // cannot be: it is memory
    }
    return bytes.toByteArray();
  }

  private static void write(Entry entry, DataOutputStream out) throws IOException {
    out.writeByte(entry.tag);
    switch (entry.tag) {
      case UTF8 -> out.writeUTF((String) entry.value);
      case FLOAT -> out.writeFloat((Float) entry.value);
      case DOUBLE -> out.writeDouble((Double) entry.value);
      case CLASS -> out.writeShort((Integer) entry.value);
      default -> out.writeInt((Integer) entry.value);
    }
  }
}
