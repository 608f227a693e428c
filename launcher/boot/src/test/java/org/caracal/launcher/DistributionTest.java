package org.caracal.launcher;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DistributionTest {
  @TempDir Path home;

  @Test
  void bundlesAreTheJarsInOrderBeforeThoseThatListen() throws IOException {
    var folder = Files.createDirectories(home.resolve("bundles"));
    Files.createDirectories(folder.resolve("shell"));
    for (var name :
        List.of("p.jar", "a.jar", "a.txt", "org.apache.felix.log-1.jar", "shell/c.jar")) {
      Files.createFile(folder.resolve(name));
    }
    assertEquals(
        List.of(
            folder.resolve("a.jar"),
            folder.resolve("p.jar"),
            folder.resolve("org.apache.felix.log-1.jar")),
        new Distribution(home).bundles());
  }

  @Test
  void withoutBundlesItIsNoDistribution() throws IOException {
    var missing = assertThrows(LaunchException.class, () -> new Distribution(home).bundles());
    assertTrue(missing.getMessage().contains(home.resolve("bundles").toString()));
    Files.createDirectories(home.resolve("bundles"));
    assertThrows(LaunchException.class, () -> new Distribution(home).bundles());
  }
}
