package org.caracal.benchmarks;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Random;
import java.util.function.BiFunction;
import org.caracal.array.DType;
import org.caracal.array.Shape;
import org.caracal.array.TensorType;
import org.caracal.backend.Buffer;
import org.caracal.backend.Compilation;
import org.caracal.backend.Execution;
import org.caracal.backend.HeapBuffer;
import org.caracal.backend.SingleOperation;
import org.caracal.backend.java.JavaSession;
import org.caracal.backend.java.Loops;
import org.caracal.benchmarks.ConvolutionShape.Pass;
import org.caracal.graph.ChannelsLast;
import org.caracal.graph.Convolution;
import org.caracal.graph.ConvolutionInputGradient;
import org.caracal.graph.ConvolutionKernelGradient;

/**
 * Convolutions and their gradients on the Java backend, alone or beside another library in the same
 * process: a Markdown table of milliseconds. Rounds alternate as {@link ProductTable} tells. Speeds
 * count the multiplications of the definition, so an algorithm that needs fewer may exceed the
 * peak.
 *
 * <p>Arguments: {@code [rounds] [threads] [pattern of the shapes]}.
 */
public final class ConvolutionBenchmark {
  private static final DType DTYPE = Boolean.getBoolean("double") ? DType.FLOAT64 : DType.FLOAT32;

  private ConvolutionBenchmark() {}

  /** Another library. */
  public record Peer(String name, BiFunction<ConvolutionShape, Pass, Runnable> runs) {}

  /** Measures the Java backend and prints. */
  public static void main(String[] arguments) {
    run(arguments, Optional.empty());
  }

  /** Measures the Java backend beside another library and prints. */
  public static void run(String[] arguments, Optional<Peer> peer) {
    var rounds = arguments.length > 0 ? Integer.parseInt(arguments[0]) : 9;
    var threads = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 1;
    var pattern = arguments.length > 2 ? arguments[2] : ".*";
    var loops = Boolean.getBoolean("scalar") ? Loops.scalar() : Loops.best();
    var race = new Race(threads == 1, rounds);
    var ratios = new ArrayList<Double>();
    try (var session = new JavaSession(new Execution(threads), loops)) {
      var peak = threads * FmaPeak.measure(DTYPE);
      print("%s, %s, %d thread(s), %s%n", Runtime.version(), DTYPE, threads, loops.description());
      print("FMA peak %.0f GFLOP/s%n%n", peak);
      var name = peer.map(Peer::name);
      print("| convolution | pass |%s Java, ms |", name.map(n -> " " + n + ", ms |").orElse(""));
      print("%s of peak |%n", name.map(n -> " speed / " + n + " |").orElse(""));
      print("|---|---|%s--:|--:|%n", name.map(n -> "--:|--:|").orElse(""));
      for (var shape : ConvolutionShape.all()) {
        for (var pass : Pass.values()) {
          if (!(shape + ", " + pass).matches(pattern)) {
            continue;
          }
          var runs = new ArrayList<Runnable>();
          peer.ifPresent(other -> runs.add(other.runs().apply(shape, pass)));
          runs.add(kernel(session, shape, pass));
          var row = race.measure(runs, shape.operations());
          var speed = row[runs.size() - 1];
          print("| %s | %s |", shape, pass);
          if (peer.isPresent()) {
            ratios.add(row[2]);
            print(" %s |", milliseconds(shape, row[0]));
          }
          print(" %s |", milliseconds(shape, speed));
          if (peer.isPresent()) {
            print(" %.2f |", row[2]);
          }
          print(" %.0f %% |%n", 100 * speed / peak);
        }
      }
    }
    if (!ratios.isEmpty()) {
      var logarithms = ratios.stream().mapToDouble(Math::log);
      print(
          "%ngeometric mean of the ratios %.2f, lowest %.2f%n",
          Math.exp(logarithms.average().orElse(0)),
          ratios.stream().mapToDouble(ratio -> ratio).min().orElse(0));
    }
  }

  private static void print(String format, Object... arguments) {
    System.out.printf(Locale.ROOT, format, arguments);
  }

  private static String milliseconds(ConvolutionShape shape, double speed) {
    return String.format(Locale.ROOT, "%.3g", shape.operations() / speed / 1e6);
  }

  /** A run of a session's kernel, with the channels last if it has one for that, as in a plan. */
  static Runnable kernel(JavaSession session, ConvolutionShape shape, Pass pass) {
    var plain =
        switch (pass) {
          case FORWARD ->
              new SingleOperation(
                  new Convolution(shape.geometry()), types(shape.images(), shape.kernels()));
          case INPUT_GRADIENT ->
              new SingleOperation(
                  new ConvolutionInputGradient(shape.geometry(), shape.images()),
                  types(shape.results(), shape.kernels()));
          case KERNEL_GRADIENT ->
              new SingleOperation(
                  new ConvolutionKernelGradient(shape.geometry(), shape.kernels()),
                  types(shape.images(), shape.results()));
        };
    var last = channelsLast(plain);
    var request = session.compile(last) instanceof Compilation.Compiled ? last : plain;
    var kernel = ((Compilation.Compiled) session.compile(request)).kernel();
    var inputs =
        request.inputs().stream().map(type -> filled(session, type)).toArray(Buffer[]::new);
    var outputs = new Buffer[] {session.allocate(DTYPE, request.output().shape().size())};
    return () -> kernel.run(inputs, outputs);
  }

  private static SingleOperation channelsLast(SingleOperation plain) {
    var operation = new ChannelsLast(plain.operation());
    return new SingleOperation(operation, operation.operands(plain.inputs()));
  }

  private static List<TensorType> types(Shape... shapes) {
    return Arrays.stream(shapes).map(shape -> new TensorType(DTYPE, shape)).toList();
  }

  private static Buffer filled(JavaSession session, TensorType type) {
    var buffer = (HeapBuffer) session.allocate(type.dtype(), type.shape().size());
    var random = new Random(1);
    for (var i = 0; i < buffer.length(); i++) {
      if (type.dtype() == DType.FLOAT64) {
        buffer.doubles()[i] = random.nextDouble() - 0.5;
      } else {
        buffer.floats()[i] = random.nextFloat() - 0.5f;
      }
    }
    return buffer;
  }
}
