package io.poolingagent.it;

import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;

/** What tests in containers need, and users' machines need not have. */
public final class Docker {

  private Docker() {}

  /**
   * Without Docker the test is skipped, saying so; in CI it fails.
   *
   * @param missing what cannot be had without it
   */
  public static void require(String missing) {
    if (DockerClientFactory.instance().isDockerAvailable()) {
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    Assumptions.abort("SKIPPED: " + missing);
  }
}
