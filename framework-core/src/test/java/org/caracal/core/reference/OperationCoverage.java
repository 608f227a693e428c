package org.caracal.core.reference;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.caracal.graph.ArgReduce;
import org.caracal.graph.Binary;
import org.caracal.graph.Compare;
import org.caracal.graph.Composite;
import org.caracal.graph.Operation;
import org.caracal.graph.Reduce;
import org.caracal.graph.Unary;

/** Which operations, and which functions of them, the cases cover. */
public final class OperationCoverage {
  /** What is computed from nothing, or from truth values only. */
  static final Set<String> WITHOUT_FLOATING_OPERANDS =
      Set.of("Constant", "Iota", "RandomUniform", "Binary AND", "Binary OR", "Unary NOT");

  private OperationCoverage() {}

  /**
   * Everything that must be covered: primitives, with their functions, and the composites of the
   * API.
   */
  public static Collection<String> required() {
    var required = new TreeSet<String>();
    for (var type : Operation.class.getPermittedSubclasses()) {
      if (type != Composite.class) {
        required.add(type.getSimpleName());
      }
    }
    for (var function : Unary.Function.values()) {
      required.add(key(new Unary(function)));
    }
    for (var function : Binary.Function.values()) {
      required.add(key(new Binary(function)));
    }
    for (var relation : Compare.Relation.values()) {
      required.add(key(new Compare(relation)));
    }
    for (var function : Reduce.Function.values()) {
      required.add(key(new Reduce(function, List.of())));
    }
    for (var function : ArgReduce.Function.values()) {
      required.add(key(new ArgReduce(function, 0)));
    }
    required.removeAll(List.of("Unary", "Binary", "Compare", "Reduce", "ArgReduce"));
    composites().forEach(type -> required.add(type.getSimpleName()));
    return required;
  }

  /** What is required, but no case covers. */
  public static Collection<String> missing(List<OperationCase> cases) {
    var missing = new TreeSet<>(required());
    for (var test : cases) {
      missing.remove(key(test));
    }
    return missing;
  }

  /** What has a derivative to check, but no case with which it is checked. */
  public static Collection<String> unchecked(List<OperationCase> cases) {
    var unchecked = new TreeSet<>(required());
    unchecked.removeAll(WITHOUT_FLOATING_OPERANDS);
    for (var test : cases) {
      if (GradientCheck.isDifferentiable(test)) {
        unchecked.remove(key(test));
      }
    }
    return unchecked;
  }

  /** What a case covers. */
  static String key(OperationCase test) {
    return key(test.function().apply(test.tensors()).operation());
  }

  private static String key(Operation operation) {
    if (operation instanceof Unary unary) {
      return "Unary " + unary.function();
    } else if (operation instanceof Binary binary) {
      return "Binary " + binary.function();
    } else if (operation instanceof Compare compare) {
      return "Compare " + compare.relation();
    } else if (operation instanceof Reduce reduce) {
      return "Reduce " + reduce.function();
    } else if (operation instanceof ArgReduce reduce) {
      return "ArgReduce " + reduce.function();
    }
    return operation.getClass().getSimpleName();
  }

  /** The composites that stand in the package of operations. */
  private static List<Class<?>> composites() {
    try {
      var location =
          Path.of(Operation.class.getProtectionDomain().getCodeSource().getLocation().toURI());
      if (Files.isDirectory(location)) {
        return composites(location);
      }
      try (var jar = FileSystems.newFileSystem(URI.create("jar:" + location.toUri()), Map.of())) {
        return composites(jar.getPath("/"));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static List<Class<?>> composites(Path root) throws IOException {
    var composites = new ArrayList<Class<?>>();
    try (Stream<Path> files = Files.list(root.resolve("org/caracal/graph"))) {
      for (var file : files.sorted().toList()) {
        var name = file.getFileName().toString();
        if (name.endsWith(".class") && !name.equals("package-info.class")) {
          var type =
              Class.forName(
                  "org.caracal.graph." + name.substring(0, name.length() - ".class".length()));
          if (Composite.class.isAssignableFrom(type) && type.isRecord()) {
            composites.add(type);
          }
        }
      }
    } catch (ClassNotFoundException e) {
      throw new IllegalStateException(e);
    }
    return composites;
  }
}
