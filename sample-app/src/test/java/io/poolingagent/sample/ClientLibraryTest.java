package io.poolingagent.sample;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import org.junit.jupiter.api.Test;

class ClientLibraryTest {

  /** A worker JVM has one client library on its class path and must not miss the others. */
  @Test
  void the_list_of_client_libraries_needs_none_of_them() throws Exception {
    URL classes =
        Class.forName("io.poolingagent.sample.SampleApp")
            .getProtectionDomain()
            .getCodeSource()
            .getLocation();
    try (URLClassLoader alone =
        new URLClassLoader(new URL[] {classes}, ClassLoader.getPlatformClassLoader())) {
      Class<?> list = Class.forName("io.poolingagent.sample.app.ClientLibrary", true, alone);
      assertThat(list.getEnumConstants()).isNotEmpty();
    }
  }
}
