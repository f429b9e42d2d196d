package io.poolingagent.it;

import java.nio.file.Files;
import java.nio.file.Path;
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
      awaitImages();
      return;
    }
    if ("true".equals(System.getenv("CI"))) {
      throw new AssertionError(missing);
    }
    Assumptions.abort("SKIPPED: " + missing);
  }

  /** CI cannot pull images; it makes them, beside the build, as long as this file is there. */
  private static void awaitImages() {
    String pending = System.getenv("DOCKER_IMAGES_PENDING");
    for (int i = 0; pending != null && Files.exists(Path.of(pending)) && i < 600; i++) {
      Upstream.pause(1_000);
    }
  }
}
