package org.caracal.backend.nativeblas;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.Array;
import java.util.Optional;
import org.bytedeco.openblas.global.openblas_nolapack;

/**
 * Makes handles of functions of OpenBLAS. This code is compiled for a Java that has no foreign
 * function interface, so it finds it by reflection.
 */
final class ForeignLinker {
  private static final String PACKAGE = "java.lang.foreign.";

  private final Class<?> linkerType = Class.forName(PACKAGE + "Linker");
  private final Class<?> optionType = Class.forName(PACKAGE + "Linker$Option");
  private final Class<?> lookupType = Class.forName(PACKAGE + "SymbolLookup");
  private final Class<?> layoutType = Class.forName(PACKAGE + "MemoryLayout");
  private final Class<?> valueLayoutType = Class.forName(PACKAGE + "ValueLayout");
  private final Class<?> descriptorType = Class.forName(PACKAGE + "FunctionDescriptor");
  private final Class<?> segmentType = Class.forName(PACKAGE + "MemorySegment");

  /** Fails on a Java before 22, which cannot pass arrays. */
  ForeignLinker() throws ReflectiveOperationException {}

  /**
   * A handle of {@code cblas_?gemm} for row-major matrices of type {@code (int transposeLeft, int
   * transposeRight, int m, int n, int k, T[] a, long aBytes, int lda, T[] b, long bBytes, int ldb,
   * T beta, T[] c, long cBytes, int ldc) void}, whose alpha is one.
   */
  MethodHandle gemm(String name, Class<?> arrayType, Object one)
      throws ReflectiveOperationException {
    var number =
        layout("JAVA_" + arrayType.getComponentType().getName().toUpperCase(java.util.Locale.ROOT));
    var integer = layout("JAVA_INT");
    var address = layout("ADDRESS");
    var gemm =
        downcall(
            name, integer, integer, integer, integer, integer, integer, number, address, integer,
            address, integer, number, address, integer);
    var place = place(arrayType);
    gemm = MethodHandles.collectArguments(gemm, 12, place);
    gemm = MethodHandles.collectArguments(gemm, 9, place);
    gemm = MethodHandles.collectArguments(gemm, 7, place);
    gemm = MethodHandles.insertArguments(gemm, 6, one);
    return MethodHandles.insertArguments(gemm, 0, openblas_nolapack.CblasRowMajor);
  }

  private Object layout(String constant) throws ReflectiveOperationException {
    return valueLayoutType.getField(constant).get(null);
  }

  /** From an array and a distance in bytes to an address. */
  private MethodHandle place(Class<?> arrayType) throws ReflectiveOperationException {
    var lookup = MethodHandles.publicLookup();
    var segment = lookup.unreflect(segmentType.getMethod("ofArray", arrayType));
    var slice = lookup.unreflect(segmentType.getMethod("asSlice", long.class));
    return MethodHandles.filterArguments(slice, 0, segment);
  }

  private MethodHandle downcall(String name, Object... layouts)
      throws ReflectiveOperationException {
    var linker = linkerType.getMethod("nativeLinker").invoke(null);
    // the libraries of this class loader, so no other OpenBLAS of the process
    var lookup = lookupType.getMethod("loaderLookup").invoke(null);
    var function =
        ((Optional<?>) lookupType.getMethod("find", String.class).invoke(lookup, name))
            .orElseThrow();
    var parameters = arrayOf(layoutType, layouts);
    var descriptor =
        descriptorType.getMethod("ofVoid", parameters.getClass()).invoke(null, parameters);
    var options =
        arrayOf(optionType, optionType.getMethod("critical", boolean.class).invoke(null, true));
    return (MethodHandle)
        linkerType
            .getMethod("downcallHandle", segmentType, descriptorType, options.getClass())
            .invoke(linker, function, descriptor, options);
  }

  private static Object arrayOf(Class<?> type, Object... elements) {
    var array = Array.newInstance(type, elements.length);
    System.arraycopy(elements, 0, array, 0, elements.length);
    return array;
  }
}
