package org.caracal.core.file;

import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.common.primitives.Bytes;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import java.util.zip.ZipEntry;
import org.caracal.DataException;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Whatever is done to the bytes of a valid file, a reader answers with arrays or with a {@link
 * DataException} that names the file and says why, and allocates no more than the file warrants.
 */
class FileFuzzTest {
  private static final String NAME = "some file.bin";
  private static final int ROUNDS = 1_500;

  /** Numbers that headers of any format take for lengths, extents, offsets and types. */
  private static final List<byte[]> FRAGMENTS =
      List.of(
          bytes(0x7F, 0xFF, 0xFF, 0xFF),
          bytes(0xFF, 0xFF, 0xFF, 0xFF),
          bytes(0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F),
          bytes(0x80, 0, 0, 0),
          bytes(0, 0, 0, 0),
          bytes('9', '9', '9', '9', '9', '9', '9', '9', '9', '9'),
          bytes('2', '1', '4', '7', '4', '8', '3', '6', '4', '7'),
          bytes('-', '1'),
          bytes('1', 'e', '9'),
          bytes('n', 'u', 'l', 'l'),
          bytes('{', '}'),
          bytes('[', ']'),
          bytes('"', ','),
          bytes('\'', '\n'),
          bytes('P', 'K', 3, 4),
          bytes('P', 'K', 1, 2));

  /**
   * A reader.
   *
   * @param name its name
   * @param valid a file for it
   * @param complete whether a file with bytes missing can never be valid
   */
  record Format(String name, List<Byte> valid, boolean complete, Function<byte[], Object> reader) {
    static Format of(String name, byte[] valid, boolean complete, Function<byte[], Object> reader) {
      return new Format(name, Bytes.asList(valid), complete, reader);
    }

    byte[] bytes() {
      return Bytes.toArray(valid);
    }

    @Override
    public String toString() {
      return name;
    }
  }

  private static List<Format> formats() {
    return List.of(
        Format.of(
            "safetensors",
            Samples.safetensors(),
            true,
            bytes -> Safetensors.decode(NAME, ByteBuffer.wrap(bytes))),
        Format.of("npy", Samples.npy(), true, bytes -> Npy.decode(NAME, bytes)),
        Format.of(
            "stored npz", Samples.npz(ZipEntry.STORED), false, bytes -> Npz.decode(NAME, bytes)),
        Format.of(
            "deflated npz",
            Samples.npz(ZipEntry.DEFLATED),
            false,
            bytes -> Npz.decode(NAME, bytes)),
        Format.of("idx", Samples.idx(), true, bytes -> Idx.decode(NAME, bytes)),
        Format.of("csv", Samples.csv(), false, FileFuzzTest::readTable));
  }

  @BeforeAll
  static void loadClassesAndStrings() {
    for (var format : formats()) {
      for (var i = 0; i < 10; i++) {
        assertNotNull(format.reader().apply(format.bytes()));
        tolerate(format, Arrays.copyOf(format.bytes(), format.bytes().length / 2), "warm-up");
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void truncatedAtEveryByte(Format format) {
    var valid = format.bytes();
    for (var length = 0; length < valid.length; length++) {
      var bytes = Arrays.copyOf(valid, length);
      if (format.complete()) {
        assertThrows(DataException.class, () -> format.reader().apply(bytes), "length " + length);
      }
      tolerate(format, bytes, "truncated to " + length);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void changedAtEveryByte(Format format) {
    var valid = format.bytes();
    for (var at = 0; at < valid.length; at++) {
      for (var change : new int[] {0x01, 0x80, 0xFF, valid[at], ' ' ^ valid[at]}) {
        var bytes = valid.clone();
        bytes[at] ^= (byte) change;
        tolerate(format, bytes, "byte " + at + " changed by " + change);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void changedAtRandom(Format format) {
    var random = new Random(format.name().hashCode());
    for (var round = 0; round < ROUNDS; round++) {
      var bytes = format.bytes();
      for (var i = random.nextInt(4); i >= 0; i--) {
        bytes = mutate(bytes, random);
      }
      tolerate(format, bytes, "round " + round);
    }
  }

  @ParameterizedTest
  @MethodSource("formats")
  void random(Format format) {
    var random = new Random(99);
    for (var round = 0; round < ROUNDS; round++) {
      var bytes = new byte[random.nextInt(100)];
      random.nextBytes(bytes);
      tolerate(format, bytes, "random bytes " + round);
    }
  }

  private static Object readTable(byte[] bytes) {
    var table = NumberTable.decode(NAME, bytes, ',', NumberTable.Header.AUTO);
    return table.select(IntStream.range(0, table.columns().size()).toArray());
  }

  private static byte[] mutate(byte[] bytes, Random random) {
    if (bytes.length == 0) {
      return FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
    }
    var at = random.nextInt(bytes.length);
    var length = Math.min(1 + random.nextInt(16), bytes.length - at);
    return switch (random.nextInt(5)) {
      case 0 -> replace(bytes, at, length, new byte[0]);
      case 1 -> replace(bytes, at, 0, FRAGMENTS.get(random.nextInt(FRAGMENTS.size())));
      case 2 -> {
        var fragment = FRAGMENTS.get(random.nextInt(FRAGMENTS.size()));
        yield replace(bytes, at, Math.min(fragment.length, bytes.length - at), fragment);
      }
      case 3 -> replace(bytes, random.nextInt(bytes.length), 0, copy(bytes, at, length));
      default -> {
        var changed = bytes.clone();
        changed[at] = (byte) random.nextInt(256);
        yield changed;
      }
    };
  }

  private static byte[] replace(byte[] bytes, int at, int length, byte[] by) {
    var changed = new byte[bytes.length - length + by.length];
    System.arraycopy(bytes, 0, changed, 0, at);
    System.arraycopy(by, 0, changed, at, by.length);
    System.arraycopy(bytes, at + length, changed, at + by.length, bytes.length - at - length);
    return changed;
  }

  private static byte[] copy(byte[] bytes, int at, int length) {
    return Arrays.copyOfRange(bytes, at, at + length);
  }

  private static void tolerate(Format format, byte[] bytes, String what) {
    var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    var before = threads.getCurrentThreadAllocatedBytes();
    try {
      assertNotNull(format.reader().apply(bytes), what);
    } catch (DataException e) {
      assertTrue(
          e.getMessage().contains(NAME) && e.getMessage().length() > NAME.length() + 10,
          () -> what + ": the message says too little: " + e.getMessage());
    } catch (Throwable e) {
      fail(format + ", " + what + ": " + Arrays.toString(bytes), e);
    }
    var allocated = threads.getCurrentThreadAllocatedBytes() - before;
    assertTrue(allocated < 4_000_000, () -> format + ", " + what + " allocates " + allocated);
  }

  private static byte[] bytes(int... values) {
    var bytes = new byte[values.length];
    for (var i = 0; i < values.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }
}
