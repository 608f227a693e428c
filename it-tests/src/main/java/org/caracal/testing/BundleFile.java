package org.caracal.testing;

import aQute.bnd.osgi.Builder;
import aQute.bnd.osgi.Jar;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.osgi.framework.Constants;

/**
 * A bundle made of classes of the test, as the build of a plugin would make it: headers,
 * capabilities and component descriptions are derived from the classes and their annotations.
 *
 * <pre>{@code
 * var file = BundleFile.named("com.example.mish").version("1.2.0").with(Mish.class).in(folder);
 * container.start(container.install(file));
 * }</pre>
 *
 * <p>The classes in the bundle are loaded by the bundle: they are others than those of the test.
 */
public final class BundleFile {
  private final String symbolicName;
  private final List<Class<?>> classes = new ArrayList<>();
  private final Map<String, String> headers = new LinkedHashMap<>();
  private String version = "1.0.0";

  private BundleFile(String symbolicName) {
    this.symbolicName = symbolicName;
  }

  /** Begins a bundle, of version 1.0.0 unless said otherwise. */
  public static BundleFile named(String symbolicName) {
    return new BundleFile(symbolicName);
  }

  /** Sets the version. */
  public BundleFile version(String bundleVersion) {
    version = bundleVersion;
    return this;
  }

  /** Adds top-level classes and what is nested in them. */
  public BundleFile with(Class<?>... members) {
    classes.addAll(Arrays.asList(members));
    return this;
  }

  /** Sets a manifest header, or an instruction of bnd. */
  public BundleFile header(String name, String value) {
    headers.put(name, value);
    return this;
  }

  /** Writes the bundle to a folder, as {@code symbolic-name-version.jar}. */
  public Path in(Path folder) {
    var file = folder.resolve(symbolicName + "-" + version + ".jar");
    try (var builder = new Builder()) {
      builder.setProperty(Constants.BUNDLE_SYMBOLICNAME, symbolicName);
      builder.setProperty(Constants.BUNDLE_VERSION, version);
      builder.setProperty("-noimportjava", "true");
      headers.forEach(builder::setProperty);
      for (var entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
        if (Files.exists(Path.of(entry))) {
          builder.addClasspath(new File(entry));
        }
      }
      var jar = new Jar(symbolicName);
      classes.forEach(type -> add(jar, builder, type));
      builder.setJar(jar);
      builder.build().write(file.toFile());
      if (!builder.getErrors().isEmpty()) {
        throw new IllegalArgumentException(builder.getErrors().toString());
      }
      return file;
    } catch (Exception e) { // which bnd's methods declare
      throw new IllegalStateException("cannot make " + file, e);
    }
  }

  private static void add(Jar jar, Builder builder, Class<?> type) {
    var stem = type.getName().replace('.', '/');
    for (var source : builder.getClasspath()) {
      for (var resource : source.getResources().entrySet()) {
        var path = resource.getKey();
        if (path.equals(stem + ".class") || path.startsWith(stem + "$")) {
          jar.putResource(path, resource.getValue());
        }
      }
    }
  }
}
