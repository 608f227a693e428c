package org.caracal.console;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.caracal.training.Profile;
import org.caracal.training.Profile.Cost;

/** A profile as members of a JSON object; times are nanoseconds a step, shares are of 1. */
final class ProfileJson {
  private final Profile profile;

  private ProfileJson(Profile profile) {
    this.profile = profile;
  }

  static Map<String, Object> of(Profile profile) {
    return new ProfileJson(profile).members();
  }

  private Map<String, Object> members() {
    var members = new LinkedHashMap<String, Object>();
    members.put("backend", profile.backend());
    members.put("threads", profile.threads());
    members.put("steps", profile.steps());
    members.put("skippedSteps", profile.skipped());
    members.put("nanoseconds", perStep(profile.nanoseconds()));
    members.put("allocated", perStep(profile.allocated()));
    profile
        .limits()
        .ifPresent(
            limits ->
                members.put(
                    "limits",
                    Map.of(
                        "gigaflopsPerSecond", limits.operations(),
                        "gigabytesPerSecond", limits.copies())));
    members.put("layers", profile.byLayer().stream().map(this::layer).toList());
    members.put("phases", profile.byPhase().stream().map(this::phase).toList());
    members.put(
        "noKernel",
        List.of(
            outside("waiting for batches", profile.waiting()),
            outside("metrics and events", profile.telling()),
            outside("other", profile.other())));
    members.put("kernels", profile.kernels().stream().map(this::kernel).toList());
    return members;
  }

  private Map<String, Object> layer(Profile.Layer layer) {
    var members = new LinkedHashMap<String, Object>();
    members.put("layer", layer.path());
    members.put("fusedWith", layer.fusedWith());
    members.put("forwardNanoseconds", perStep(layer.forward().nanoseconds()));
    members.put("backwardNanoseconds", perStep(layer.backward().nanoseconds()));
    return with(members, layer.cost());
  }

  private Map<String, Object> phase(Profile.Kernel phase) {
    var members = new LinkedHashMap<String, Object>();
    members.put("part", ProfileText.part(phase));
    members.put("phase", phase.path());
    return with(members, phase.cost());
  }

  private Map<String, Object> kernel(Profile.Kernel kernel) {
    var members = new LinkedHashMap<String, Object>();
    members.put("kernel", kernel.name());
    members.put("part", ProfileText.part(kernel));
    members.put("path", kernel.path());
    members.put("fused", kernel.fused());
    return with(members, kernel.cost());
  }

  private Map<String, Object> outside(String name, long nanoseconds) {
    var members = new LinkedHashMap<String, Object>();
    members.put("name", name);
    members.put("nanoseconds", perStep(nanoseconds));
    members.put("share", (double) nanoseconds / profile.nanoseconds());
    return members;
  }

  private Map<String, Object> with(Map<String, Object> members, Cost cost) {
    members.put("calls", perStep(cost.calls()));
    members.put("nanoseconds", perStep(cost.nanoseconds()));
    members.put("share", (double) cost.nanoseconds() / profile.nanoseconds());
    members.put("gigaflopsPerSecond", cost.gigaflopsPerSecond());
    members.put("gigabytesPerSecond", cost.gigabytesPerSecond());
    members.put("shareOfLimit", cost.shareOfLimit());
    members.put("allocated", perStep(cost.allocated()));
    return members;
  }

  private double perStep(long sum) {
    return (double) sum / profile.steps();
  }
}
