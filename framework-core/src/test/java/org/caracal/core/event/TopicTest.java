package org.caracal.core.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Set;
import java.util.TreeSet;
import org.caracal.event.Topics;
import org.junit.jupiter.api.Test;

class TopicTest {
  @Test
  void everyTopicOfTheApiIsPublished() throws IllegalAccessException {
    var api = new TreeSet<String>();
    for (var field : Topics.class.getFields()) {
      if (Modifier.isStatic(field.getModifiers()) && !field.getName().equals("PREFIX")) {
        api.add((String) field.get(null));
      }
    }
    var published = new TreeSet<String>();
    Arrays.stream(Topic.values()).forEach(topic -> published.add(topic.topic()));
    assertEquals(api, published);
    assertTrue(published.size() <= Integer.SIZE, "one bit for each");
  }

  @Test
  void patternsMeanWhatEventAdminSays() {
    assertEquals(Set.of(Topic.values()), topics("*"));
    assertEquals(Set.of(Topic.values()), topics("org/caracal/*"));
    assertEquals(Set.of(Topic.values()), topics("org/caracal/training/*"));
    assertEquals(Set.of(Topic.STEP_FINISHED), topics(Topics.STEP_FINISHED));
    assertEquals(
        Set.of(Topic.LAYER_FORWARD, Topic.LAYER_BACKWARD), topics("org/caracal/training/layer/*"));
    for (var nothing :
        new String[] {
          "",
          "org",
          "org/caracal/training/layer",
          "org/caracal/training/lay*",
          "com/*",
          "**",
          Topics.STEP_FINISHED + "/*"
        }) {
      assertEquals(Set.of(), topics(nothing), nothing);
    }
  }

  private static Set<Topic> topics(String pattern) {
    var found = new java.util.HashSet<Topic>();
    for (var topic : Topic.values()) {
      if ((Topic.bits(pattern) & topic.bit()) != 0) {
        found.add(topic);
      }
    }
    return found;
  }
}
