package io.poolingagent.client.apache4;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static net.bytebuddy.matcher.ElementMatchers.isConstructor;
import static net.bytebuddy.matcher.ElementMatchers.named;
import static net.bytebuddy.matcher.ElementMatchers.takesArguments;

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

  private static final String EXEC = "org.apache.http.impl.execchain.";
  private static final String CONN = "org.apache.http.impl.conn.";
  private static final String FIELD = "connManager";

  /** Apache HttpClient 4.3 to 4.5. */
  public static final Client CLIENT =
      Client.of(
          "apache4",
          new Generation(
              "4.3 to 4.5",
              constructed(ENGINE, EXEC + "MainClientExec", isConstructor(), FIELD),
              constructed(ENGINE, EXEC + "MinimalClientExec", isConstructor(), FIELD),
              on(EXECUTE, ENTER, EXEC + "MainClientExec", named("execute")),
              on(EXECUTE, ENTER, EXEC + "MinimalClientExec", named("execute")),
              on(CLOSED, ENTER, CONN + "PoolingHttpClientConnectionManager", named("shutdown")),
              on(CLOSED, ENTER, CONN + "BasicHttpClientConnectionManager", named("shutdown")),
              on(CLOSED, ENTER, CONN + "BasicHttpClientConnectionManager", named("close")),
              on(
                  BUILD,
                  AROUND,
                  "org.apache.http.impl.client.HttpClientBuilder",
                  named("build").and(takesArguments(0)))));

  private Hooks() {}
}
