package org.caracal.core.plan;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.caracal.PluginException;
import org.caracal.backend.BackendSession;
import org.caracal.backend.Compilation;
import org.caracal.backend.Epilogue;
import org.caracal.backend.Kernel;
import org.caracal.backend.KernelRequest;
import org.caracal.backend.SingleOperation;

/**
 * Asks a backend for kernels, for each request once: equal layers of a model share theirs, unless
 * kernels may keep what they compute from constants.
 */
final class KernelCompiler {
  private final BackendSession session;
  private final Map<KernelRequest, Compilation> compilations = new HashMap<>();

  KernelCompiler(BackendSession session) {
    this.session = session;
  }

  /** The kernel for a request, or empty if the backend declines it. */
  Optional<Kernel> compile(KernelRequest request) {
    return compilation(request) instanceof Compilation.Compiled compiled
        ? Optional.of(compiled.kernel())
        : Optional.empty();
  }

  /** The kernel for an operation that every backend has. */
  Kernel require(SingleOperation request) {
    var compilation = compilation(request);
    if (compilation instanceof Compilation.Compiled compiled) {
      return compiled.kernel();
    }
    var reason = ((Compilation.Declined) compilation).reason();
    throw new PluginException(
        "the backend has no kernel for "
            + request.operation()
            + " of "
            + request.inputs()
            + ", which every backend must have: "
            + reason);
  }

  private static boolean hasConstants(KernelRequest request) {
    if (request instanceof Epilogue epilogue) {
      return hasConstants(epilogue.producer());
    }
    return request instanceof SingleOperation single && !single.constants().isEmpty();
  }

  private Compilation compilation(KernelRequest request) {
    var known = compilations.get(request);
    if (known != null) {
      return known;
    }
    try {
      var compilation = session.compile(request);
      if (!hasConstants(request)) {
        compilations.put(request, compilation);
      }
      return compilation;
    } catch (RuntimeException | Error e) {
      throw new PluginException("the backend failed to compile " + request + ": " + e, e);
    }
  }
}
