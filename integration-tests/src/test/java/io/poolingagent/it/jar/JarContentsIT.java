package io.poolingagent.it.jar;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.startup.Apps;
import java.io.DataInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.jar.Attributes;
import java.util.jar.JarEntry;
import java.util.jar.JarFile;
import org.junit.jupiter.api.Test;

/**
 * The jar lies on the class path of every application that uses it: it must bring nothing there.
 */
class JarContentsIT {

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
  void classes_that_applications_link_to_and_the_agent_s_own_run_on_java_8() throws IOException {
    try (JarFile jar = new JarFile(Apps.agentJar().toFile())) {
      for (JarEntry entry : jar.stream().toList()) {
        String name = entry.getName();
        boolean ours = name.contains("io/poolingagent/") || name.contains("java/lang/");
        if (!ours || !(name.endsWith(".class") || name.endsWith(".classdata"))) {
          continue;
        }
        try (DataInputStream in = new DataInputStream(jar.getInputStream(entry))) {
          assertThat(in.readInt()).as(name).isEqualTo(0xCAFEBABE);
          in.readUnsignedShort();
          int version = in.readUnsignedShort();
          // 55 is what only JVMs from 11 on load.
          assertThat(version).as(name).isIn(newerOnly(name) ? List.of(55) : List.of(52));
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
