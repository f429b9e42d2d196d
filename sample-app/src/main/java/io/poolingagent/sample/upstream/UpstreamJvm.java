package io.poolingagent.sample.upstream;

import io.poolingagent.sample.ChildJvm;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.stream.Collectors;

/**
 * An upstream in a JVM of its own, so that its CPU, threads and sockets are not counted as the
 * application's.
 */
public final class UpstreamJvm implements AutoCloseable {
  private final ChildJvm jvm;
  private final UpstreamAddresses addresses;

  private UpstreamJvm(ChildJvm jvm, UpstreamAddresses addresses) {
    this.jvm = jvm;
    this.addresses = addresses;
  }

  /**
   * Starts one and waits until it listens.
   *
   * @throws IOException when it does not come up
   */
  public static UpstreamJvm start(Delays delays) throws IOException, InterruptedException {
    ChildJvm jvm =
        ChildJvm.start(
            "upstream",
            Collections.emptyList(),
            null,
            Arrays.asList(
                "upstream",
                "--child",
                "--connect-delay=" + delays.connect.toMillis() + "ms",
                "--handshake-delay=" + delays.handshake.toMillis() + "ms",
                "--response-delay=" + delays.response.toMillis() + "ms"));
    try {
      return new UpstreamJvm(jvm, UpstreamAddresses.parse(jvm.hear(Duration.ofSeconds(30))));
    } catch (IOException | InterruptedException | RuntimeException e) {
      jvm.close();
      throw e;
    }
  }

  /** Where it listens. */
  public UpstreamAddresses addresses() {
    return addresses;
  }

  /**
   * Asks what it has seen so far.
   *
   * @throws IOException when it does not answer
   */
  public UpstreamCounts counts() throws IOException {
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                new URL(addresses.control()).openStream(), StandardCharsets.UTF_8))) {
      return UpstreamCounts.fromJson(in.lines().collect(Collectors.joining("\n")));
    }
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
