package org.caracal.backend;

import java.util.ArrayList;
import java.util.List;
import org.caracal.array.TensorType;
import org.caracal.graph.Reduce;

/**
 * An elementwise program of which some results are reduced as they are computed, so that they need
 * not be stored: the sum of squares, or the mean of a product. The others are stored.
 *
 * @param program computes what is reduced; the results to be stored come first
 * @param functions how each of its last results is reduced
 * @param axes the axes of the program's shape that are reduced and dropped, as in {@link Reduce};
 *     the same for all
 */
public record Reduction(
    ElementwiseProgram program, List<Reduce.Function> functions, List<Integer> axes)
    implements KernelRequest {
  /** Copies the lists and checks that there are results to reduce. */
  public Reduction {
    functions = List.copyOf(functions);
    axes = List.copyOf(axes);
    if (functions.isEmpty() || functions.size() > program.results().size()) {
      throw new IllegalArgumentException(
          functions.size() + " of " + program.results().size() + " results cannot be reduced");
    }
  }

  /** The number of results that are stored as they are. */
  public int stored() {
    return program.results().size() - functions.size();
  }

  @Override
  public List<TensorType> inputs() {
    return program.inputs();
  }

  /** The stored results, then the reduced ones. */
  @Override
  public List<TensorType> outputs() {
    var outputs = new ArrayList<>(program.outputs());
    for (var i = 0; i < functions.size(); i++) {
      var reduce = new Reduce(functions.get(i), axes);
      outputs.set(stored() + i, reduce.infer(List.of(outputs.get(stored() + i))));
    }
    return List.copyOf(outputs);
  }
}
