package org.caracal.backend.java.parallel;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The trials of all loops of this backend but the fused ones, for tests of kernels: without these a
 * kernel runs so seldom in a test that its vectors are never granted anything that could be wrong.
 */
public final class Trials {
  private static final List<Trial> ALL = find();

  private Trials() {}

  /** From now on vectors do all that they can do. */
  public static void letVectorsWin() {
    ALL.forEach(trial -> trial.state = Trial.State.VECTORS);
  }

  /** Vectors do the next piece of work that each loop has, then plain loops most of it. */
  public static void beginAnew() {
    for (var trial : ALL) {
      trial.state = Trial.State.TRYING;
      trial.plain(1L << 60, 1000);
    }
  }

  private static List<Trial> find() {
    try {
      var root = Path.of(Trial.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      var trials = new ArrayList<Trial>();
      try (var files = Files.walk(root)) {
        for (var file : files.filter(path -> path.toString().endsWith(".class")).toList()) {
          var name = root.relativize(file).toString().replace('/', '.').replace('\\', '.');
          var type = Class.forName(name.substring(0, name.length() - ".class".length()));
          collect(type, trials);
        }
      }
      return trials;
    } catch (IOException | URISyntaxException | ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  private static void collect(Class<?> type, List<Trial> trials) throws IllegalAccessException {
    for (var field : type.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        var own = field.getType() == Trial.class;
        var several = field.getType() == Trial[].class;
        if (own || several) {
          field.setAccessible(true);
          var value = field.get(null);
          (own ? Stream.of((Trial) value) : Stream.of((Trial[]) value)).forEach(trials::add);
        }
      }
    }
  }
}
