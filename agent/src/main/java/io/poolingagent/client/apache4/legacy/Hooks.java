package io.poolingagent.client.apache4.legacy;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.Kind.EXIT;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;
import io.poolingagent.weave.HookPoint;

/**
 * Where the API of 4.0 is hooked, which later versions keep: {@code DefaultHttpClient} and its kin.
 * What the hooks do is in {@link Adapter}; why, in the package's description.
 */
public final class Hooks {
  static final String DIRECTOR = "apache4.legacy.director";
  static final String EXECUTE = "apache4.legacy.execute";
  static final String CLOSED = "apache4.legacy.closed";
  static final String PARAMS = "apache4.legacy.params";
  static final String PARAMS_MADE = "apache4.legacy.params-made";
  static final String RETRY = "apache4.legacy.retry";
  static final String TLS = "apache4.legacy.tls";

  private static final String IMPL = "org.apache.http.impl.";
  private static final String DIRECTOR_TYPE = IMPL + "client.DefaultRequestDirector";
  private static final String CLIENT_TYPE = IMPL + "client.DefaultHttpClient";

  /** Apache HttpClient 4.0 to 4.5. */
  public static final Client CLIENT =
      Client.of(
              "apache4",
              new Generation(
                  "4.0 to 4.5",
                  constructed(DIRECTOR, DIRECTOR_TYPE, isConstructor(), "connManager"),
                  on(EXECUTE, AROUND, DIRECTOR_TYPE, named("execute")),
                  closed("conn.SingleClientConnManager"),
                  closed("conn.tsccm.ThreadSafeClientConnManager"),
                  closed("conn.BasicClientConnectionManager").whereFound(),
                  closed("conn.PoolingClientConnectionManager").whereFound(),
                  on(PARAMS, ENTER, CLIENT_TYPE, named("createHttpParams")),
                  on(PARAMS_MADE, EXIT, CLIENT_TYPE, named("createHttpParams")),
                  on(
                      RETRY,
                      EXIT,
                      IMPL + "client.DefaultHttpRequestRetryHandler",
                      named("retryRequest").and(takesArguments(3))),
                  on(
                      TLS,
                      ENTER,
                      "org.apache.http.conn.ssl.SSLSocketFactory",
                      named("getSocketFactory").and(takesArguments(0)))))
          .adaptedBelow("legacy");

  private Hooks() {}

  private static HookPoint closed(String type) {
    return on(CLOSED, ENTER, IMPL + type, named("shutdown").and(takesArguments(0)));
  }
}
