package org.caracal.core.checkpoint;

import static java.lang.System.Logger.Level.WARNING;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.caracal.DataException;
import org.caracal.core.file.AtomicFile;
import org.caracal.core.file.Reason;

/**
 * A folder of checkpoints: {@code step-000000001234.safetensors}, the last few of them, and {@code
 * best.safetensors}. Steps that an earlier run left there and that are later than the first one
 * saved now are set aside in the folder {@value #EARLIER}, for they would pass for the newest ones;
 * what was set aside before is removed. One process writes at a time.
 */
public final class CheckpointStore {
  private static final System.Logger LOGGER = System.getLogger(CheckpointStore.class.getName());
  private static final Pattern NAME = Pattern.compile("step-(\\d{12,19})\\.safetensors");
  private static final String BEST = "best.safetensors";
  private static final String EARLIER = "earlier";
  private static final int KEPT = 3;

  private final Path folder;
  private boolean saved;

  /** The checkpoints in a folder, which is made when the first one is saved. */
  public CheckpointStore(Path folder) {
    this.folder = folder.toAbsolutePath().normalize();
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /**
   * Makes the folder if it is missing, and tries to write there, so that a job learns it before it
   * has trained for a day.
   *
   * @throws DataException if it cannot be written
   */
  public void prepare() {
    try {
      Files.createDirectories(folder);
      Files.delete(Files.createTempFile(folder, AtomicFile.UNFINISHED, ""));
      for (var leftover : files(folder, name -> name.startsWith(AtomicFile.UNFINISHED))) {
        Files.deleteIfExists(leftover); // of a process that was killed while it wrote
      }
    } catch (IOException e) {
      throw failure("cannot be written", e);
    }
  }

  /**
   * Saves a snapshot, whole or not at all, and removes the oldest ones.
   *
   * @param best whether this is the best one so far, which is kept besides
   * @return the file
   * @throws DataException if it cannot be written; what was there stays
   */
  public Path save(Snapshot snapshot, boolean best) {
    var name = String.format(Locale.ROOT, "step-%012d.safetensors", snapshot.step());
    var file = folder.resolve(name);
    // they mean nothing to a run, but channels would close
    var interrupted = Thread.interrupted();
    try {
      Files.createDirectories(folder);
      if (!saved) {
        setAside(snapshot.step());
      }
      CheckpointFile.write(file, snapshot);
      saved = true;
      if (best) {
        giveName(file, folder.resolve(BEST));
      }
    } catch (IOException e) {
      throw failure("cannot take a checkpoint", e);
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    prune();
    return file;
  }

  private void prune() {
    try {
      for (var old : newestFirst().stream().skip(KEPT).toList()) {
        Files.deleteIfExists(old);
      }
    } catch (IOException e) {
      LOGGER.log(WARNING, "an old checkpoint cannot be removed: " + Reason.of(e));
    }
  }

  private void setAside(long first) throws IOException {
    var later = newestFirst().stream().filter(file -> step(file) > first).toList();
    if (later.isEmpty()) {
      return;
    }
    var earlier = Files.createDirectories(folder.resolve(EARLIER));
    for (var old : files(earlier, name -> name.equals(BEST) || NAME.matcher(name).matches())) {
      Files.delete(old);
    }
    if (Files.exists(folder.resolve(BEST))) {
      giveName(folder.resolve(BEST), earlier.resolve(BEST));
    }
    for (var file : later) {
      Files.move(file, earlier.resolve(file.getFileName()), StandardCopyOption.ATOMIC_MOVE);
    }
    LOGGER.log(
        WARNING,
        later.size()
            + " checkpoints of an earlier run, of steps later than "
            + first
            + ", are now in "
            + earlier);
  }

  /** A second name for the same file where the file system has links, a copy elsewhere. */
  private static void giveName(Path file, Path name) throws IOException {
    var temporary = name.resolveSibling(AtomicFile.UNFINISHED + name.getFileName());
    Files.deleteIfExists(temporary);
    try {
      Files.createLink(temporary, file);
    } catch (IOException | UnsupportedOperationException e) {
      Files.copy(file, temporary, StandardCopyOption.REPLACE_EXISTING);
    }
    AtomicFile.rename(temporary, name);
  }

  /**
   * Loads a checkpoint: a file, or the newest valid one of a folder, the best one if no other is.
   * Damaged ones are skipped with a warning.
   *
   * @throws DataException if there is none that is valid; the message tells what is wrong with each
   */
  public static Snapshot load(Path checkpoint) {
    var path = checkpoint.toAbsolutePath().normalize();
    if (Files.isRegularFile(path)) {
      return CheckpointFile.read(path);
    }
    if (!Files.isDirectory(path)) {
      throw new DataException(
          "no checkpoint at " + path + "; name a checkpoint, or the folder given to --checkpoint");
    }
    return new CheckpointStore(path).newest();
  }

  private Snapshot newest() {
    var problems = new ArrayList<String>();
    try {
      var best = folder.resolve(BEST);
      var last = Files.exists(best) ? Stream.of(best) : Stream.<Path>empty();
      for (var file : Stream.concat(newestFirst().stream(), last).toList()) {
        try {
          var snapshot = CheckpointFile.read(file);
          problems.forEach(
              problem -> LOGGER.log(WARNING, problem + "; falling back to " + file.getFileName()));
          return snapshot;
        } catch (DataException e) {
          problems.add(e.getMessage());
        }
      }
    } catch (IOException e) {
      throw failure("cannot be read", e);
    }
    throw new DataException(
        "no valid checkpoint in "
            + folder
            + (problems.isEmpty() ? ": it holds none" : ":\n  " + String.join("\n  ", problems)));
  }

  private List<Path> newestFirst() throws IOException {
    return files(folder, name -> NAME.matcher(name).matches()).stream()
        .sorted(Comparator.comparing((Path file) -> step(file)).reversed())
        .toList();
  }

  private static long step(Path file) {
    var matcher = NAME.matcher(file.getFileName().toString());
    return matcher.matches() ? Long.parseLong(matcher.group(1)) : -1;
  }

  private static List<Path> files(Path folder, Predicate<String> wanted) throws IOException {
    try (var files = Files.list(folder)) {
      return files.filter(file -> wanted.test(file.getFileName().toString())).toList();
    }
  }

  private DataException failure(String what, IOException cause) {
    return new DataException(
        "the checkpoint folder "
            + folder
            + " "
            + what
            + ": "
            + Reason.of(cause)
            + "; make room, mend its permissions, or choose another by --checkpoint",
        cause);
  }
}
