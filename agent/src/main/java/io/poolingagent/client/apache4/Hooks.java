package io.poolingagent.client.apache4;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;

/**
 * Where the API of 4.3 and later is hooked: what {@code HttpClientBuilder} builds. What the hooks
 * do is in {@link Adapter}; why, in the package's description.
 */
public final class Hooks {
  static final String ENGINE = "apache4.engine";
  static final String EXECUTE = "apache4.execute";
  static final String CLOSED = "apache4.closed";
  static final String BUILD = "apache4.build";

  // What a manager is asked and told through another one that stands around it.
  static final String REQUEST = "apache4.request";
  static final String CONNECT = "apache4.connect";
  static final String UPGRADE = "apache4.upgrade";
  static final String COMPLETE = "apache4.complete";
  static final String RELEASE = "apache4.release";

  // What a manager tells of its connections, and what it does to its idle ones.
  static final String STATISTICS = "apache4.statistics";
  static final String CLOSES_IDLE = "apache4.closes-idle";
  static final String CLOSES_EXPIRED = "apache4.closes-expired";

  private static final String EXEC = "org.apache.http.impl.execchain.";
  private static final String POOLING =
      "org.apache.http.impl.conn.PoolingHttpClientConnectionManager";
  private static final String BASIC = "org.apache.http.impl.conn.BasicHttpClientConnectionManager";
  private static final String FIELD = "connManager";

  /** Apache HttpClient 4.3 to 4.5. */
  public static final Client CLIENT =
      Client.of(
          "apache4",
          new Generation(
              "4.3 to 4.5",
              constructed(ENGINE, EXEC + "MainClientExec", isConstructor(), FIELD),
              constructed(ENGINE, EXEC + "MinimalClientExec", isConstructor(), FIELD),
              on(EXECUTE, AROUND, EXEC + "MainClientExec", named("execute")),
              on(EXECUTE, AROUND, EXEC + "MinimalClientExec", named("execute")),
              on(CLOSED, ENTER, POOLING, named("shutdown")),
              on(CLOSED, ENTER, BASIC, named("shutdown")),
              on(CLOSED, ENTER, BASIC, named("close")),
              on(STATISTICS, ENTER, POOLING, named("getTotalStats").and(takesArguments(0))),
              on(STATISTICS, ENTER, POOLING, named("getStats").and(takesArguments(1))),
              on(CLOSES_IDLE, ENTER, POOLING, named("closeIdleConnections")),
              on(CLOSES_EXPIRED, ENTER, POOLING, named("closeExpiredConnections")),
              on(REQUEST, ENTER, POOLING, named("requestConnection")),
              on(REQUEST, ENTER, BASIC, named("requestConnection")),
              on(CONNECT, ENTER, POOLING, named("connect")),
              on(CONNECT, ENTER, BASIC, named("connect")),
              on(UPGRADE, ENTER, POOLING, named("upgrade")),
              on(UPGRADE, ENTER, BASIC, named("upgrade")),
              on(COMPLETE, ENTER, POOLING, named("routeComplete")),
              on(COMPLETE, ENTER, BASIC, named("routeComplete")),
              on(RELEASE, ENTER, POOLING, named("releaseConnection")),
              on(RELEASE, ENTER, BASIC, named("releaseConnection")),
              on(
                  BUILD,
                  AROUND,
                  "org.apache.http.impl.client.HttpClientBuilder",
                  named("build").and(takesArguments(0)))));

  private Hooks() {}
}
