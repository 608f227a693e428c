package org.caracal.backend.java.elementwise;

import java.util.function.IntFunction;
import java.util.stream.IntStream;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.java.movement.Fill;
import org.caracal.backend.java.parallel.PerThread;

/** How an input of a program is brought to the blocks that instructions read. */
abstract class ProgramInput {
  private static final int BLOCK = CompiledProgram.BLOCK;
  private static final int LONGEST_TILE = 8 * BLOCK;

  final int slot;
  private final int number;

  private ProgramInput(int slot, int number) {
    this.slot = slot;
    this.number = number;
  }

  /**
   * The input of a type for an iteration shape.
   *
   * @param atZero whether its blocks have to start at index 0
   * @param single whether one element is wanted that stands for all of a block
   * @param blocks a block for each thread, for inputs that are copied
   */
  static ProgramInput of(
      int slot,
      int number,
      TensorType type,
      Shape shape,
      boolean atZero,
      boolean single,
      IntFunction<Object> blocks,
      int threads) {
    var access = new BroadcastInput(type.shape(), shape);
    var kind = access.kind();
    if (kind == BroadcastInput.Kind.SCALAR) {
      return new Number(slot, number, type);
    }
    if (kind == BroadcastInput.Kind.FULL && !atZero) {
      return new InPlace(slot, number);
    }
    if (single) {
      return new Single(slot, number, type, access, threads);
    }
    var own = each(blocks, threads);
    if (kind == BroadcastInput.Kind.FULL) {
      return new Copied(slot, number, own);
    }
    return kind == BroadcastInput.Kind.REPEATED
            && access.size() <= LONGEST_TILE
            && shape.size() >= 2 * BLOCK
        ? new Repeated(slot, number, type, atZero, own)
        : new Collected(slot, number, access, own);
  }

  private static Object[] each(IntFunction<Object> blocks, int threads) {
    return IntStream.range(0, threads).mapToObj(blocks).toArray();
  }

  /** The number of the input in its program. */
  final int number() {
    return number;
  }

  /** The most elements that it gives at a time. */
  int most() {
    return BLOCK;
  }

  /** Sets the array for the runs that follow. */
  abstract void bind(Object array);

  /** Brings the block from a row-major index on to a frame. */
  abstract void point(Frame frame, int worker, int at);

  /** One of the iteration shape, which is read where it is. */
  private static final class InPlace extends ProgramInput {
    private Object array = new Object();

    InPlace(int slot, int number) {
      super(slot, number);
    }

    @Override
    int most() {
      return CompiledProgram.STRETCH;
    }

    @Override
    void bind(Object bound) {
      array = bound;
    }

    @Override
    void point(Frame frame, int worker, int at) {
      frame.put(slot, array, at);
    }
  }

  /** One of the iteration shape that is given to each run anew. */
  static final class Given extends ProgramInput {
    private final boolean atZero;
    private final Object[] blocks;
    private final PerThread<Place> places;

    /** Where a thread finds it. */
    private static final class Place {
      private Object array = new Object();
      private int shift;
    }

    Given(int slot, int number, boolean atZero, IntFunction<Object> blocks, int threads) {
      super(slot, number);
      this.atZero = atZero;
      this.blocks = each(blocks, threads);
      places = new PerThread<>(threads, worker -> new Place());
    }

    /** Says where a thread finds it: element {@code i} stands at index {@code i + shift}. */
    void give(int worker, Object array, int shift) {
      var place = places.get(worker);
      if (place.array != array) { // see Frame
        place.array = array;
      }
      place.shift = shift;
    }

    @Override
    int most() {
      return atZero ? BLOCK : CompiledProgram.STRETCH;
    }

    @Override
    void bind(Object array) {}

    @Override
    void point(Frame frame, int worker, int at) {
      var place = places.get(worker);
      var from = at + place.shift;
      if (atZero && from > 0) {
        System.arraycopy(place.array, from, blocks[worker], 0, frame.length);
        frame.put(slot, blocks[worker], 0);
      } else {
        frame.put(slot, place.array, from);
      }
    }
  }

  /** One of the iteration shape, whose blocks have to start at index 0. */
  private static final class Copied extends ProgramInput {
    private final Object[] blocks;
    private Object array = new Object();

    Copied(int slot, int number, Object[] blocks) {
      super(slot, number);
      this.blocks = blocks;
    }

    @Override
    void bind(Object bound) {
      array = bound;
    }

    @Override
    void point(Frame frame, int worker, int at) {
      if (at > 0) {
        System.arraycopy(array, at, blocks[worker], 0, frame.length);
      }
      frame.put(slot, at > 0 ? blocks[worker] : array, 0);
    }
  }

  /** One element for all. */
  private static final class Number extends ProgramInput {
    private final Object block;

    Number(int slot, int number, TensorType type) {
      super(slot, number);
      block = type.dtype().newArray(BLOCK);
    }

    @Override
    int most() {
      return CompiledProgram.STRETCH;
    }

    @Override
    void bind(Object array) {
      Fill.repeat(array, 0, block, 0, BLOCK);
    }

    @Override
    void point(Frame frame, int worker, int at) {
      frame.put(slot, block, 0);
    }
  }

  /** One element for each block. */
  private static final class Single extends ProgramInput {
    private final BroadcastInput access;
    private final PerThread<Object> elements;
    private Object array = new Object();

    Single(int slot, int number, TensorType type, BroadcastInput access, int threads) {
      super(slot, number);
      this.access = access;
      elements = new PerThread<>(threads, worker -> type.dtype().newArray(1));
    }

    @Override
    int most() {
      return CompiledProgram.STRETCH;
    }

    @Override
    void bind(Object bound) {
      array = bound;
    }

    @Override
    void point(Frame frame, int worker, int at) {
      var element = elements.get(worker);
      System.arraycopy(array, access.element(at), element, 0, 1);
      frame.put(slot, element, 0);
    }
  }

  /** One that is repeated as a whole: a copy longer by the longest block has every block. */
  private static final class Repeated extends ProgramInput {
    /** Several copies have to leave room in the first-level cache. */
    private static final int LONGEST = 2 * BLOCK;

    private final int size;
    private final Object copy;
    private final boolean atZero;
    private final Object[] blocks;

    Repeated(int slot, int number, TensorType type, boolean atZero, Object[] blocks) {
      super(slot, number);
      this.size = type.shape().size();
      this.copy = type.dtype().newArray(size + LONGEST);
      this.atZero = atZero;
      this.blocks = blocks;
    }

    @Override
    int most() {
      return atZero ? BLOCK : LONGEST;
    }

    @Override
    void bind(Object array) {
      for (var done = 0; done < size + LONGEST; done += size) {
        System.arraycopy(array, 0, copy, done, Math.min(size, size + LONGEST - done));
      }
    }

    @Override
    void point(Frame frame, int worker, int at) {
      var from = at % size;
      if (atZero && from > 0) {
        System.arraycopy(copy, from, blocks[worker], 0, frame.length);
        frame.put(slot, blocks[worker], 0);
      } else {
        frame.put(slot, copy, from);
      }
    }
  }

  /** Any other, collected piece by piece. */
  private static final class Collected extends ProgramInput {
    private final BroadcastInput access;
    private final Object[] blocks;
    private Object array = new Object();

    Collected(int slot, int number, BroadcastInput access, Object[] blocks) {
      super(slot, number);
      this.access = access;
      this.blocks = blocks;
    }

    @Override
    void bind(Object bound) {
      array = bound;
    }

    @Override
    void point(Frame frame, int worker, int at) {
      access.load(array, at, frame.length, blocks[worker]);
      frame.put(slot, blocks[worker], 0);
    }
  }
}
