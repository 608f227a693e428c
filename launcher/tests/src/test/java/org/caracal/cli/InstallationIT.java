package org.caracal.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The distribution where it lies: shared, never written, moved, and with the wrong Java. */
class InstallationIT {
  @TempDir Path folder;

  private static Map<String, String> files(Path home) throws IOException {
    var files = new TreeMap<String, String>();
    try (var all = Files.walk(home)) {
      for (var file : all.toList()) {
        files.put(
            home.relativize(file).toString(),
            Files.getLastModifiedTime(file)
                + (Files.isRegularFile(file) ? " " + Files.size(file) : ""));
      }
    }
    return files;
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var all = Files.walk(from)) {
      for (var file : all.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  @Test
  void nothingIsWrittenThere() throws IOException {
    var before = files(Caracal.HOME);
    assertEquals(0, new Caracal(folder).run("train", Caracal.DIGITS, "--epochs=1").code());
    assertEquals(
        0, new Caracal(folder).runWithInput("lb\n", "shell", Caracal.DIGITS, "--epochs=1").code());
    assertEquals(before, files(Caracal.HOME));
  }

  @Test
  void processesShareItAtTheSameTime() {
    var processes = new ArrayList<Caracal.Started>();
    for (var i = 0; i < 3; i++) {
      processes.add(new Caracal(folder).start("", "train", Caracal.DIGITS, "--epochs=3", "--json"));
    }
    var metrics =
        processes.stream()
            .map(Caracal::await)
            .map(
                outcome -> {
                  assertEquals(0, outcome.code(), outcome.err());
                  assertEquals("", outcome.err());
                  return outcome.events().get(outcome.events().size() - 1).get("metrics");
                })
            .distinct()
            .toList();
    assertEquals(1, metrics.size(), "the same seed, the same result: " + metrics);
  }

  @Test
  void pathsMayHaveBlanksAndUmlauts() throws IOException {
    var home = folder.resolve("a caracal \u00e4");
    copy(Caracal.HOME, home);
    Files.copy(Path.of(Caracal.DIGITS), folder.resolve("my spec.yaml"));
    Files.createDirectory(folder.resolve("my plugins"));
    Files.copy(
        Caracal.PLUGINS.resolve("mish-layer.jar"), folder.resolve("my plugins/mish layer.jar"));
    var outcome =
        new Caracal(folder, home)
            .with("LC_ALL", "C.UTF-8")
            .run("train", "my spec.yaml", "--epochs=1", "--plugins=my plugins", "--checkpoint=c c");
    assertEquals(0, outcome.code(), outcome.err());
    assertTrue(
        Files.exists(folder.resolve("c c/best.safetensors"))
            || Files.isDirectory(folder.resolve("c c")));
  }

  /** A folder for archives, and how a distribution that makes them there is started. */
  private Caracal archiving(Path home) {
    return new Caracal(folder, home)
        .with("XDG_CACHE_HOME", folder.resolve("cache").toString())
        .with("CARACAL_ARCHIVE", "on");
  }

  private List<Path> archives() throws IOException {
    var archives = folder.resolve("cache/caracal/classes");
    if (!Files.exists(archives)) {
      return List.of();
    }
    try (var files = Files.list(archives)) {
      return files.toList();
    }
  }

  /** It is made in the background: waits until there is nothing else. */
  private Path awaitArchive() throws IOException {
    for (var i = 0; i < 1000; i++) {
      var found = archives();
      if (found.size() == 1 && found.get(0).toString().endsWith(".jsa")) {
        return found.get(0);
      }
      Caracal.sleep(100);
    }
    throw new AssertionError("no archive, only " + archives());
  }

  private static String name(Path archive, String extension) {
    return archive.getFileName().toString().replace(".jsa", extension);
  }

  private static void setTime(Path file, int hoursFromNow) throws IOException {
    var time = Instant.now().plus(hoursFromNow, ChronoUnit.HOURS);
    Files.setLastModifiedTime(file, FileTime.from(time));
  }

  /** What makes starts faster must never be in the way of one. */
  @Test
  void theArchiveOfClassesIsMadeOnceAndPassedOverWhenItIsBroken() throws IOException {
    var caracal = archiving(Caracal.HOME);
    var first = caracal.run("plugins");
    assertEquals(0, first.code(), first.err());
    var archive = awaitArchive();
    var made = Files.getLastModifiedTime(archive);
    assertTrue(Files.size(archive) > 1_000_000, "it holds the classes of the bundles");
    assertEquals(first, caracal.run("plugins"));
    assertEquals(made, Files.getLastModifiedTime(awaitArchive()), "made again");
    var image = folder.resolve("cache/caracal/bundles/" + name(archive, ".image"));
    assertTrue(Files.size(image) > 10_000, "it holds the descriptors of components");
    var log = folder.resolve("classes.log");
    var logging = archiving(Caracal.HOME).with("CARACAL_JAVA_OPTS", "-Xlog:class+load:file=" + log);
    assertEquals(first, logging.run("plugins"));
    assertFalse(
        Files.readString(log).contains("com.sun.org.apache.xerces"), "parses descriptors again");
    for (var broken : List.of("", "no archive")) {
      Files.delete(archive);
      Files.writeString(archive, broken);
      Files.writeString(image, broken);
      assertEquals(first, caracal.run("plugins"));
    }
    var nowhere = Files.writeString(folder.resolve("file"), "").toString();
    assertEquals(first, new Caracal(folder).with("XDG_CACHE_HOME", nowhere).run("plugins"));
  }

  @Test
  void theArchiveIsMadeOnceForADistributionWithADateInTheFuture() throws IOException {
    var home = folder.resolve("home");
    copy(Caracal.HOME, home);
    setTime(home.resolve("caracal"), 24);
    assertEquals(0, archiving(home).run("--version").code());
    var made = Files.readAttributes(awaitArchive(), BasicFileAttributes.class);
    assertEquals(0, archiving(home).run("--version").code());
    var then = Files.readAttributes(awaitArchive(), BasicFileAttributes.class);
    assertEquals(made.fileKey(), then.fileKey(), "made again");
  }

  @Test
  void theArchiveIsMadeByALaterStartWhenItsMakerWasKilled() throws IOException {
    var home = folder.resolve("home");
    copy(Caracal.HOME, home);
    setTime(home.resolve("caracal"), -24);
    var started = archiving(home).start("", "--version").process();
    while (archives().isEmpty() && started.isAlive()) {
      Caracal.sleep(10);
    }
    Caracal.sleep(300); // it is about to start the JVM, or has done so
    started.descendants().forEach(ProcessHandle::destroyForcibly);
    started.destroyForcibly().onExit().join();
    for (var left : archives()) {
      setTime(left, -1);
    }
    assertEquals(0, archiving(home).run("--version").code());
    assertTrue(Files.size(awaitArchive()) > 1_000_000);
  }

  @Test
  void anArchiveThatCouldNotBeMadeIsTriedAgainAfterADay() throws IOException {
    var home = folder.resolve("home");
    copy(Caracal.HOME, home);
    setTime(home.resolve("caracal"), -48);
    assertEquals(0, archiving(home).run("--version").code());
    var archive = awaitArchive();
    Files.write(archive, new byte[0]);
    assertEquals(0, archiving(home).run("--version").code());
    assertEquals(List.of(archive), archives(), "tried again at once");
    setTime(archive, -25);
    assertEquals(0, archiving(home).run("--version").code());
    assertTrue(Files.size(awaitArchive()) > 1_000_000);
  }

  @Test
  void aBundleIsMissing() throws IOException {
    var home = folder.resolve("home");
    copy(Caracal.HOME, home);
    try (var bundles = Files.list(home.resolve("bundles"))) {
      for (var bundle : bundles.toList()) {
        if (bundle.getFileName().toString().startsWith("snakeyaml")) {
          Files.delete(bundle);
        }
      }
    }
    var outcome = new Caracal(folder, home).run("plugins");
    assertEquals(4, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("org.snakeyaml"), outcome.err());
  }

  @Test
  void javaThatIsTooOld() throws IOException {
    var jdk = Files.createDirectories(folder.resolve("jdk/bin")).getParent();
    var java = Files.writeString(jdk.resolve("bin/java"), "#!/bin/sh\nexit 1\n");
    assumeTrue(java.toFile().setExecutable(true));
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"11.0.2\"\n");
    var outcome = new Caracal(folder).with("JAVA_HOME", jdk.toString()).run("plugins");
    assertEquals(2, outcome.code());
    assertEquals("caracal: " + java + " is Java 11; Caracal needs 17 or newer\n", outcome.err());
    Files.writeString(jdk.resolve("release"), "JAVA_VERSION=\"1.8.0_392\"\n");
    assertEquals(2, new Caracal(folder).with("JAVA_HOME", jdk.toString()).run("plugins").code());
  }

  @Test
  void javaThatIsNotThere() {
    var nowhere = folder.resolve("nowhere").toString();
    var outcome = new Caracal(folder).with("JAVA_HOME", nowhere).run("plugins");
    assertEquals(2, outcome.code());
    assertTrue(outcome.err().startsWith("caracal: JAVA_HOME is " + nowhere), outcome.err());
  }

  @Test
  void noRoomForTheBundleCache() {
    var outcome =
        new Caracal(folder)
            .with("CARACAL_JAVA_OPTS", "-Djava.io.tmpdir=" + folder.resolve("none"))
            .run("plugins");
    assertEquals(4, outcome.code());
    // newer JVMs warn of such a folder themselves, before anything of ours runs
    assertTrue(
        outcome
            .err()
            .lines()
            .anyMatch(line -> line.startsWith("caracal: no folder for the bundle cache")),
        outcome.err());
  }

  /** A limit on the size of files stands in for a disk that is full. */
  @Test
  void theDiskIsFull() throws IOException {
    var limited =
        Files.writeString(
            folder.resolve("caracal"),
            "#!/bin/sh\nulimit -f 50\nexec " + Caracal.HOME + "/caracal \"$@\"\n");
    assumeTrue(limited.toFile().setExecutable(true));
    var outcome =
        new Caracal(folder, folder).run("train", Caracal.DIGITS, "--epochs=2", "--checkpoint=c");
    assertEquals(3, outcome.code(), outcome.err());
    assertTrue(outcome.err().contains("cannot take a checkpoint"), outcome.err());
    assertTrue(outcome.err().contains("make room"), outcome.err());
    try (var files = Files.list(folder.resolve("c"))) {
      assertEquals(0, files.count(), "something half written is left");
    }
  }
}
