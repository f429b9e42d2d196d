package io.poolingagent.client.urlconnection;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.Kind.EXIT;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.takesArgument;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;

/**
 * Where the JDK's implementation of {@code HttpURLConnection} is woven. What the hooks do is in
 * {@link Adapter}; why, in the package's description.
 */
public final class Hooks {
  static final String LEASE = "urlconnection.lease";
  static final String TAKE = "urlconnection.take";
  static final String GIVE_BACK = "urlconnection.give-back";
  static final String AVAILABLE = "urlconnection.available";
  static final String OPEN = "urlconnection.open";
  static final String HANDSHAKE = "urlconnection.handshake";
  static final String CLOSE = "urlconnection.close";
  static final String BODY_CLOSED = "urlconnection.body-closed";
  static final String DISCONNECT = "urlconnection.disconnect";
  static final String GIVE_UP = "urlconnection.giveUp";

  private static final String HTTP = "sun.net.www.http.HttpClient";
  private static final String HTTPS = "sun.net.www.protocol.https.HttpsClient";
  private static final String CACHE = "sun.net.www.http.KeepAliveCache";
  private static final String CONNECTION = "sun.net.www.protocol.http.HttpURLConnection";
  private static final String METERED = "sun.net.www.MeteredStream";
  private static final String PROXY = "java.net.Proxy";

  /** The JDK's {@code HttpURLConnection} and {@code HttpsURLConnection}. */
  public static final Client CLIENT =
      Client.of(
              "urlconnection",
              new Generation(
                  "JDK 8 to 26",
                  // The one overload of each to which the others come down.
                  on(
                      LEASE,
                      AROUND,
                      HTTP,
                      named("New").and(takesArguments(5)).and(takesArgument(1, PROXY))),
                  on(
                      LEASE,
                      AROUND,
                      HTTPS,
                      named("New").and(takesArguments(7)).and(takesArgument(3, PROXY))),
                  on(TAKE, ENTER, CACHE, named("get").and(takesArguments(2))),
                  on(GIVE_BACK, ENTER, CACHE, named("put").and(takesArguments(3))),
                  on(AVAILABLE, ENTER, HTTP, named("available").and(takesArguments(0))),
                  on(OPEN, AROUND, HTTP, named("openServer").and(takesArguments(0))),
                  on(HANDSHAKE, AROUND, HTTPS, named("afterConnect").and(takesArguments(0))),
                  on(CLOSE, EXIT, HTTP, named("closeServer").and(takesArguments(0))),
                  on(BODY_CLOSED, EXIT, METERED, named("close").and(takesArguments(0)))
                      .whereFound(),
                  on(DISCONNECT, ENTER, CONNECTION, named("disconnectInternal")).whereFound(),
                  on(GIVE_UP, ENTER, CONNECTION, named("disconnect").and(takesArguments(0)))
                      .whereFound()))
          .opening(
              "java.io",
              "java.net",
              "sun.net",
              "sun.net.www",
              "sun.net.www.http",
              "sun.net.www.protocol.http",
              "sun.net.www.protocol.https",
              "sun.security.ssl");

  private Hooks() {}
}
