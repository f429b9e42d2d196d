package io.poolingagent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class AgentClassLoaderTest {

  /** {@code -Djava.system.class.loader} names a loader whose parent sees the application. */
  @Test
  void theParentSeesNothingOfTheApplicationWhateverTheSystemLoaderIs() {
    ClassLoader own = new ClassLoader(ClassLoader.getSystemClassLoader()) {};
    ClassLoader platform = ClassLoader.getPlatformClassLoader();

    assertThat(AgentClassLoader.topmost(own)).isSameAs(platform);
    assertThat(AgentClassLoader.topmost(ClassLoader.getSystemClassLoader())).isSameAs(platform);
  }
}
