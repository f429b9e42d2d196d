package io.poolingagent.sample.upstream;

import io.poolingagent.sample.Fields;
import java.nio.file.Path;
import java.nio.file.Paths;

/** Where an upstream listens. Immutable. */
public final class UpstreamAddresses {
  private final String http;
  private final String h1;
  private final String h2;
  private final String control;
  private final Path trustStore;

  UpstreamAddresses(String http, String h1, String h2, String control, Path trustStore) {
    this.http = http;
    this.h1 = h1;
    this.h2 = h2;
    this.control = control;
    this.trustStore = trustStore;
  }

  /** The base URL for a protocol. */
  public String url(Protocol protocol) {
    switch (protocol) {
      case HTTP:
        return http;
      case H1:
        return h1;
      default:
        return h2;
    }
  }

  /** Answers any GET with the counts as JSON. */
  public String control() {
    return control;
  }

  /**
   * The JDK's trusted certificates and the upstream's own, for {@code -Djavax.net.ssl.trustStore}.
   */
  public Path trustStore() {
    return trustStore;
  }

  String line() {
    return new Fields()
        .with("http", http)
        .with("h1", h1)
        .with("h2", h2)
        .with("control", control)
        .with("truststore", trustStore)
        .line("upstream");
  }

  static UpstreamAddresses parse(String line) {
    Fields fields = Fields.parse("upstream", line);
    return new UpstreamAddresses(
        fields.get("http"),
        fields.get("h1"),
        fields.get("h2"),
        fields.get("control"),
        Paths.get(fields.get("truststore")));
  }
}
