package org.caracal.core.plugin;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.jar.Attributes;
import java.util.jar.JarOutputStream;
import java.util.jar.Manifest;
import org.caracal.PluginException;
import org.caracal.SpecException;
import org.caracal.backend.BackendRefusal;
import org.caracal.core.model.TestLayers;
import org.caracal.layer.Layer;
import org.caracal.loss.Loss;
import org.caracal.plugin.NoOptions;
import org.caracal.plugin.PluginDescription;
import org.caracal.plugin.PluginKind;
import org.caracal.plugin.PluginSpec;
import org.caracal.plugin.Plugins;
import org.caracal.plugin.SourceLocation;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.BundleException;
import org.osgi.framework.Constants;
import org.osgi.framework.ServiceFactory;
import org.osgi.framework.ServiceRegistration;
import org.osgi.framework.launch.Framework;
import org.osgi.framework.launch.FrameworkFactory;

/** The registry in a real framework, with bundles that are nothing but a manifest. */
class PluginRegistryTest {
  @TempDir Path storage;

  private Framework framework;
  private PluginRegistry registry;

  @BeforeEach
  void start() throws BundleException {
    framework =
        ServiceLoader.load(FrameworkFactory.class)
            .findFirst()
            .orElseThrow()
            .newFramework(Map.of(Constants.FRAMEWORK_STORAGE, storage.resolve("cache").toString()));
    framework.start();
    registry = new PluginRegistry(framework.getBundleContext());
  }

  @AfterEach
  void stop() throws Exception {
    registry.close();
    framework.stop();
    framework.waitForStop(10_000);
  }

  @Test
  void resolvesByKindAndName() throws Exception {
    var layers = started("layers", "1.0.0");
    var relu = relu();
    register(layers, Layer.class, "relu", relu, 0);

    Registered<Layer<NoOptions>> resolved =
        registry.resolve(PluginKind.LAYER, PluginSpec.of("relu"));

    assertSame(relu, resolved.plugin());
    assertEquals("layers 1.0.0", resolved.origin());
    assertEquals("layers/1.0.0", resolved.bundleId());
  }

  @Test
  void prefersTheNewestVersionInRangeThenTheRanking() throws Exception {
    var one = started("one", "1.0.0");
    var two = started("two", "2.0.0");
    var old = relu();
    var better = relu();
    var newest = relu();
    register(one, Layer.class, "relu", old, 0);
    register(one, Layer.class, "relu", better, 5);
    register(two, Layer.class, "relu", newest, -5);

    assertSame(newest, resolve("relu", "").plugin());
    assertSame(better, resolve("relu", "[1.0,2.0)").plugin());
    assertSame(newest, resolve("relu", "1.5").plugin());
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'relu' of version [3,4), only 2.0.0 of bundle two, 1.0.0 of"
            + " bundle one, 1.0.0 of bundle one",
        "relu",
        "[3,4)");
    assertFails(
        SpecException.class,
        "m.yaml:4: '[3,' is no range of versions: write relu@[1.0,2.0) for 1.0 or newer, but older"
            + " than 2.0",
        "relu",
        "[3,");
  }

  @Test
  void namesTheCapabilityOfAMissingPlugin() throws Exception {
    register(started("layers", "1.0.0"), Layer.class, "swish", relu(), 0);
    register(started("losses", "1.0.0"), Loss.class, "huber", loss(), 0);

    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'swich': did you mean 'swish'? (no bundle provides the"
            + " capability org.caracal.plugin;kind=layer;name=swich)",
        "swich",
        "");
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'huber', which is the name of a plugin of kind loss (no bundle"
            + " provides the capability org.caracal.plugin;kind=layer;name=huber)",
        "huber",
        "");
  }

  @Test
  void tellsWhatKeepsABundleFromProvidingIt() throws Exception {
    install(
        "acme.layers",
        "1.1.0",
        Map.of("Provide-Capability", "org.caracal.plugin;kind=layer;name=mish"));
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'mish' (the capability org.caracal.plugin;kind=layer;name=mish"
            + " is provided by acme.layers 1.1.0, which is installed but not started: start it,"
            + " which tells what it lacks if it cannot)",
        "mish",
        "");

    framework.getBundleContext().getBundles()[1].start();
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'mish' (the capability org.caracal.plugin;kind=layer;name=mish"
            + " is provided by acme.layers 1.1.0, which has not registered it: a service that it"
            + " needs is missing)",
        "mish",
        "");

    framework.getBundleContext().getBundles()[1].stop();
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'mish' (the capability org.caracal.plugin;kind=layer;name=mish"
            + " is provided by acme.layers 1.1.0, which is not started: start it)",
        "mish",
        "");
  }

  @Test
  void followsWhatComesAndGoes() throws Exception {
    var bundle = started("layers", "1.0.0");
    var changes = new ArrayList<String>();
    registry.listen(
        change -> {
          throw new IllegalStateException("a listener that throws harms nobody");
        });
    var subscription =
        registry.listen(
            change ->
                changes.add(
                    (change.arrived() ? "+" : "-") + change.name() + " " + change.bundle()));

    var registration = register(bundle, Layer.class, "relu", relu(), 0);
    assertEquals("relu", resolve("relu", "").name());
    registration.setProperties(properties("selu", 0));
    assertEquals("selu", resolve("selu", "").name());
    assertThrows(PluginException.class, () -> resolve("relu", ""));
    registration.setProperties(properties("selu", 3));
    bundle.stop();
    assertThrows(PluginException.class, () -> resolve("selu", ""));
    subscription.close();
    bundle.start();
    register(bundle, Layer.class, "relu", relu(), 0);

    assertEquals(
        List.of(
            "+relu layers/1.0.0", "-relu layers/1.0.0", "+selu layers/1.0.0", "-selu layers/1.0.0"),
        changes);
  }

  @Test
  void keepsAResolvedPluginForAJobButNothingElse() throws Exception {
    var bundle = started("layers", "1.0.0");
    var registration = register(bundle, Layer.class, "relu", relu(), 0);
    var job = new ResolvedPlugins(registry);
    Registered<?> held = job.resolve(PluginKind.LAYER, PluginSpec.of("relu"));

    registration.unregister();
    register(bundle, Layer.class, "relu", relu(), 0);

    assertSame(held, job.resolve(PluginKind.LAYER, PluginSpec.of("relu")));
    assertEquals(List.of(held), List.copyOf(job.all()));
    assertNotSame(held.plugin(), resolve("relu", "").plugin());

    var old = new WeakReference<>(held.plugin());
    held = null;
    job = null;
    for (var i = 0; i < 50 && old.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(old.get(), "nothing but the job holds the plugin that left");
  }

  @Test
  void instantiatesOnDemandAndGivesBack() throws Exception {
    var events = new ArrayList<String>();
    var registration =
        started("layers", "1.0.0")
            .getBundleContext()
            .registerService(Layer.class.getName(), factory(events), properties("relu", 0));
    assertEquals(List.of(), events);

    resolve("relu", "");
    resolve("relu", "");
    assertEquals(List.of("get"), events);

    registration.unregister();
    assertEquals(List.of("get", "unget"), events);

    started("more", "1.0.0")
        .getBundleContext()
        .registerService(Layer.class.getName(), factory(events), properties("relu", 0));
    resolve("relu", "");
    registry.close();
    assertEquals(List.of("get", "unget", "get", "unget"), events);
  }

  @Test
  void goesOnToTheNextWhenAPluginCannotBeActivated() throws Exception {
    var bundle = started("broken", "3.0.0");
    bundle
        .getBundleContext()
        .registerService(Layer.class.getName(), failing(), properties("relu", 0));
    assertFails(
        PluginException.class,
        "m.yaml:4: there is no layer 'relu' that can be used, only 3.0.0 of bundle broken",
        "relu",
        "");

    register(started("layers", "1.0.0"), Layer.class, "relu", relu(), 0);

    assertEquals("layers", resolve("relu", "").bundle());
  }

  @Test
  void describesPluginsAndRefusals() throws Exception {
    var bundle = started("layers", "1.0.0");
    register(bundle, Layer.class, "relu", relu(), 0);
    register(bundle, Layer.class, "dense", new TestLayers.Dense(), 0);
    register(bundle, Loss.class, "relu", loss(), 0);
    var refusal = new BackendRefusal("native", "no library", "install it");
    bundle.getBundleContext().registerService(BackendRefusal.class, refusal, new Hashtable<>());

    assertEquals(
        List.of("layer dense", "layer relu", "loss relu"),
        registry.plugins().stream().map(plugin -> plugin.kind() + " " + plugin.name()).toList());
    assertEquals(2, registry.find("relu").size());
    var dense = registry.find("dense").get(0);
    assertEquals(TestLayers.Dense.class.getName(), dense.type());
    assertEquals(
        List.of("units", "kernel"),
        dense.options().stream().map(PluginDescription.OptionDescription::name).toList());
    assertEquals(List.of(refusal), registry.refusals());
  }

  @Test
  void seesWhatWasThereBefore() throws Exception {
    register(started("layers", "1.0.0"), Layer.class, "relu", relu(), 0);

    var later = new PluginRegistry(framework.getBundleContext());

    assertTrue(later.find("relu").size() == 1);
    later.close();
    assertEquals(List.of(), later.plugins());
  }

  private Registered<Layer<NoOptions>> resolve(String name, String versions) {
    return registry.resolve(PluginKind.LAYER, spec(name, versions));
  }

  private static PluginSpec spec(String name, String versions) {
    return new PluginSpec(name, versions, Map.of(), new SourceLocation("m.yaml", 4, Map.of()));
  }

  private void assertFails(
      Class<? extends Exception> type, String message, String name, String versions) {
    assertEquals(message, assertThrows(type, () -> resolve(name, versions)).getMessage());
  }

  private static Layer<NoOptions> relu() {
    return TestLayers.layer((scope, inputs) -> List.of(inputs.get(0).relu()));
  }

  private static Loss<NoOptions> loss() {
    return new Loss<>() {
      @Override
      public Class<NoOptions> optionsType() {
        return NoOptions.class;
      }

      @Override
      public org.caracal.graph.Tensor apply(
          NoOptions options, org.caracal.graph.Tensor prediction, org.caracal.graph.Tensor target) {
        return prediction.subtract(target).square().mean(false);
      }
    };
  }

  private static ServiceFactory<Layer<NoOptions>> factory(List<String> events) {
    return new ServiceFactory<>() {
      @Override
      public Layer<NoOptions> getService(
          Bundle user, ServiceRegistration<Layer<NoOptions>> registration) {
        events.add("get");
        return relu();
      }

      @Override
      public void ungetService(
          Bundle user,
          ServiceRegistration<Layer<NoOptions>> registration,
          Layer<NoOptions> service) {
        events.add("unget");
      }
    };
  }

  private static ServiceFactory<Layer<NoOptions>> failing() {
    return new ServiceFactory<>() {
      @Override
      public Layer<NoOptions> getService(
          Bundle user, ServiceRegistration<Layer<NoOptions>> registration) {
        throw new IllegalStateException("cannot start");
      }

      @Override
      public void ungetService(
          Bundle user,
          ServiceRegistration<Layer<NoOptions>> registration,
          Layer<NoOptions> service) {}
    };
  }

  private static <T> ServiceRegistration<?> register(
      Bundle bundle, Class<T> contract, String name, T plugin, int ranking) {
    return bundle.getBundleContext().registerService(contract, plugin, properties(name, ranking));
  }

  private static Dictionary<String, Object> properties(String name, int ranking) {
    return new Hashtable<>(Map.of(Plugins.NAME_PROPERTY, name, Constants.SERVICE_RANKING, ranking));
  }

  private Bundle started(String name, String version) throws Exception {
    var bundle = install(name, version, Map.of());
    bundle.start();
    return bundle;
  }

  private Bundle install(String name, String version, Map<String, String> headers)
      throws Exception {
    BundleContext context = framework.getBundleContext();
    return context.installBundle("test:" + name + version, jar(name, version, headers));
  }

  private static InputStream jar(String name, String version, Map<String, String> headers)
      throws IOException {
    var manifest = new Manifest();
    var attributes = manifest.getMainAttributes();
    attributes.put(Attributes.Name.MANIFEST_VERSION, "1.0");
    attributes.putValue(Constants.BUNDLE_MANIFESTVERSION, "2");
    attributes.putValue(Constants.BUNDLE_SYMBOLICNAME, name);
    attributes.putValue(Constants.BUNDLE_VERSION, version);
    headers.forEach(attributes::putValue);
    var bytes = new ByteArrayOutputStream();
    new JarOutputStream(bytes, manifest).close();
    return new ByteArrayInputStream(bytes.toByteArray());
  }
}
