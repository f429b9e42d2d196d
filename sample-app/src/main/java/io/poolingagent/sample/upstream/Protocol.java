package io.poolingagent.sample.upstream;

/** What the upstream speaks. The clients are not told: they negotiate. */
public enum Protocol {
  /** HTTP/1.1 in cleartext. */
  HTTP("HTTP/1.1 in cleartext"),
  /** HTTP/1.1 over TLS; the server does not offer HTTP/2. */
  H1("HTTP/1.1 over TLS"),
  /** HTTP/2 over TLS, by ALPN. */
  H2("HTTP/2 over TLS");

  private final String title;

  Protocol(String title) {
    this.title = title;
  }

  /** For people. */
  public String title() {
    return title;
  }
}
