package io.poolingagent.it.jar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.poolingagent.it.startup.Apps;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * The jar lies on the class path of every application that uses it: it must bring nothing there.
 */
class JarContentsIT {

  /** What the jar is made of, beside us: where the classes of each part lie. */
  private static final Map<String, String> PARTS =
      Map.of(
          "net.bytebuddy/byte-buddy", "net/bytebuddy/",
          "io.micrometer/micrometer-registry-jmx", "io/micrometer/jmx/",
          "io.micrometer/micrometer-core", "io/micrometer/core/",
          "io.micrometer/micrometer-commons", "io/micrometer/common/",
          "io.micrometer/micrometer-observation", "io/micrometer/observation/",
          "io.dropwizard.metrics/metrics-core", "com/codahale/metrics/",
          "io.dropwizard.metrics/metrics-jmx", "com/codahale/metrics/jmx/",
          "org.hdrhistogram/HdrHistogram", "org/HdrHistogram/",
          "org.slf4j/slf4j-api", "org/slf4j/",
          "com.typesafe/config", "com/typesafe/config/");

  @Test
  void the_bill_of_materials_names_all_that_is_inside_and_nothing_else() throws IOException {
    Set<String> named = new HashSet<>();
    Matcher component = Pattern.compile("\"purl\" : \"pkg:maven/([^@]+)@").matcher(sbom());
    while (component.find()) {
      named.add(component.group(1));
    }
    assertThat(named).contains("io.poolingagent/pooling-agent");
    named.remove("io.poolingagent/pooling-agent");
    assertThat(named).isEqualTo(PARTS.keySet());
    List<String> classes = names().stream().filter(name -> name.endsWith(".classdata")).toList();
    for (String folder : PARTS.values()) {
      assertThat(classes).as(folder).anyMatch(name -> name.startsWith("agent/" + folder));
    }
    assertThat(classes)
        .allMatch(
            name ->
                name.matches("agent/(io/poolingagent|java/lang)/.*")
                    || PARTS.values().stream()
                        .anyMatch(folder -> name.startsWith("agent/" + folder)));
  }

  /** Two builds of the same sources are the same bytes; {@code .ci/reproducible} compares two. */
  @Test
  void nothing_in_the_jar_tells_when_or_where_it_was_built() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      assertThat(jar.stream().map(JarEntry::getTimeLocal).distinct()).hasSize(1);
      assertThat(jar.getManifest().getMainAttributes().keySet())
          .extracting(Object::toString)
          .doesNotContain("Built-By", "Build-Time", "Build-Jdk", "Bnd-LastModified");
    }
  }

  private static String sbom() throws IOException {
    Path file = Apps.agentJar().resolveSibling("pooling-agent.cdx.json");
    assumeTrue(Files.exists(file), "built offline, where the SBOM plugin does nothing");
    return Files.readString(file);
  }

  @Test
  void the_root_holds_the_entry_point_and_its_loader_and_nothing_else() throws IOException {
    assertThat(names())
        .filteredOn(name -> !name.startsWith("agent/") && !name.endsWith("/"))
        .allMatch(
            name ->
                name.equals("META-INF/MANIFEST.MF")
                    || name.matches("META-INF/(LICENSE|NOTICE)[^/]*")
                    || name.matches(
                        "io/poolingagent/(PoolingAgent|AgentClassLoader)[$\\w]*\\.class"));
  }

  @Test
  void nothing_below_agent_is_found_by_another_loader_as_a_class_or_a_service() throws IOException {
    assertThat(names())
        .filteredOn(name -> name.startsWith("agent/"))
        .isNotEmpty()
        .noneMatch(name -> name.endsWith(".class"))
        .noneMatch(name -> name.endsWith("module-info.classdata"));
  }

  @Test
  void what_the_agent_needs_is_inside() throws IOException {
    assertThat(names())
        .contains(
            "agent/io/poolingagent/agent/Agent.classdata",
            "agent/java/lang/PoolingBridge.classdata",
            "agent/net/bytebuddy/ByteBuddy.classdata",
            "agent/com/typesafe/config/Config.classdata",
            "agent/io/micrometer/core/instrument/MeterRegistry.classdata",
            "agent/org/slf4j/Logger.classdata",
            "agent/META-INF/services/org.slf4j.spi.SLF4JServiceProvider");
  }

  @Test
  void no_client_library_and_no_test_library_is_inside() throws IOException {
    assertThat(names())
        .noneMatch(name -> name.matches("agent/(okhttp3|okio|kotlin|org/junit|org/assertj)/.*"));
  }

  @Test
  void all_classes_run_on_java_8_but_those_for_what_newer_ones_have() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        boolean ours = name.contains("io/poolingagent/") || name.contains("java/lang/");
        if (!(name.endsWith(".class") || name.endsWith(".classdata"))) {
          continue;
        }
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          assertThat(in.readInt()).as(name).isEqualTo(0xCAFEBABE);
          in.readUnsignedShort();
          int version = in.readUnsignedShort();
          if (ours) {
            // 55 is what only JVMs from 11 on load.
            assertThat(version).as(name).isEqualTo(newerOnly(name) ? 55 : 52);
          } else {
            assertThat(version).as(name).isLessThanOrEqualTo(52);
          }
        }
      }
    }
  }

  /** Whether the class was compiled from the folder of what needs a newer JDK. */
  private static boolean newerOnly(String entry) {
    String outer =
        entry.replaceFirst("^agent/", "").replaceFirst("(\\$.*)?\\.class(data)?$", ".java");
    Path agent = Apps.agentJar().resolve("../..").normalize();
    return Files.exists(agent.resolve("src/java11/java").resolve(outer));
  }

  @Test
  void the_manifest_names_the_entry_point_and_asks_for_what_it_needs() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      Attributes manifest = jar.getManifest().getMainAttributes();

      assertThat(manifest.getValue("Premain-Class")).isEqualTo("io.poolingagent.PoolingAgent");
      assertThat(manifest.getValue("Can-Retransform-Classes")).isEqualTo("true");
      assertThat(manifest.getValue("Boot-Class-Path")).isNull();
      assertThat(manifest.getValue("Class-Path")).isNull();
      assertThat(manifest.getValue("Implementation-Version")).isNotBlank();
    }
  }

  private static List<String> names() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      return jar.stream().map(JarEntry::getName).toList();
    }
  }
}
