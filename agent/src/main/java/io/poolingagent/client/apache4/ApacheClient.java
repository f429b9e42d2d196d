package io.poolingagent.client.apache4;

/** What the adapters of both APIs have in common by name. */
public final class ApacheClient {
  /** The client's name in settings, keys and metrics. */
  public static final String NAME = "apache4";

  private ApacheClient() {}
}
