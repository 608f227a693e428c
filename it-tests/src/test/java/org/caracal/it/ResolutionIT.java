package org.caracal.it;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.caracal.testing.Container;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;

class ResolutionIT {
  @ParameterizedTest
  @ValueSource(strings = {"org.apache.felix.framework", "org.eclipse.osgi"})
  void allBundlesAreActive(String framework) {
    try (var container = Bundles.container(framework).start()) {
      assertEquals(List.of(), inactive(container));
    }
  }

  private static List<String> inactive(Container container) {
    return Arrays.stream(container.context().getBundles())
        .filter(bundle -> bundle.getHeaders().get(Constants.FRAGMENT_HOST) == null)
        .filter(bundle -> bundle.getState() != Bundle.ACTIVE)
        .map(Bundle::toString)
        .toList();
  }
}
