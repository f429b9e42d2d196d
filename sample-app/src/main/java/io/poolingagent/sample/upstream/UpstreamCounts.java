package io.poolingagent.sample.upstream;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;

/** What the upstream saw since it was started. Immutable. */
public final class UpstreamCounts {
  /** Nothing. */
  public static final UpstreamCounts NONE = new UpstreamCounts(0, 0, 0);

  private final long connections;
  private final long handshakes;
  private final long requests;

  UpstreamCounts(long connections, long handshakes, long requests) {
    this.connections = connections;
    this.handshakes = handshakes;
    this.requests = requests;
  }

  /** TCP connections accepted. */
  public long connections() {
    return connections;
  }

  /** TLS handshakes completed. */
  public long handshakes() {
    return handshakes;
  }

  /** Requests received. */
  public long requests() {
    return requests;
  }

  /** What was seen since an earlier look. */
  public UpstreamCounts since(UpstreamCounts earlier) {
    return new UpstreamCounts(
        connections - earlier.connections,
        handshakes - earlier.handshakes,
        requests - earlier.requests);
  }

  /** The sum of two periods. */
  public UpstreamCounts plus(UpstreamCounts other) {
    return new UpstreamCounts(
        connections + other.connections, handshakes + other.handshakes, requests + other.requests);
  }

  String toJson() {
    JsonObject json = new JsonObject();
    json.addProperty("connections", connections);
    json.addProperty("handshakes", handshakes);
    json.addProperty("requests", requests);
    return json.toString();
  }

  static UpstreamCounts fromJson(String text) {
    JsonObject json = JsonParser.parseString(text).getAsJsonObject();
    return new UpstreamCounts(
        json.get("connections").getAsLong(),
        json.get("handshakes").getAsLong(),
        json.get("requests").getAsLong());
  }
}
