package io.poolingagent.client.apache5;

import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.Kind.PROVIDE;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.isStatic;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.takesArgument;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;

/**
 * Where Apache HttpClient 5 is hooked. What the hooks do is in {@link Adapter}; why, in the
 * package's description.
 */
public final class Hooks {
  static final String CLIENT_WANTED = "apache5.client-wanted";
  static final String CLIENT_CREATED = "apache5.client";
  static final String LEASE = "apache5.lease";
  static final String CONNECTION = "apache5.connection";
  static final String MANAGER = "apache5.manager";
  static final String REGISTRY = "apache5.registry";
  static final String TLS = "apache5.tls";
  static final String COOKIE_SPECS = "apache5.cookie-specs";
  static final String USER_AGENT = "apache5.user-agent";
  static final String STATISTICS = "apache5.statistics";
  static final String IDLE_CLOSED = "apache5.idle-closed";
  static final String EXPIRED_CLOSED = "apache5.expired-closed";
  static final String MANAGER_CLOSED = "apache5.manager-closed";

  private static final String HTTP = "org.apache.hc.client5.http.";
  private static final String POOLING = HTTP + "impl.io.PoolingHttpClientConnectionManager";
  private static final String BASIC = HTTP + "impl.io.BasicHttpClientConnectionManager";
  private static final String FACTORY = HTTP + "impl.io.ManagedHttpClientConnectionFactory";
  private static final String TLS_STRATEGY = HTTP + "ssl.DefaultClientTlsStrategy";
  private static final String TLS_SOCKETS = HTTP + "ssl.SSLConnectionSocketFactory";
  private static final String COOKIES = HTTP + "impl.CookieSpecSupport";
  private static final String VERSION = "org.apache.hc.core5.util.VersionInfo";
  private static final String FIELD = "connManager";

  /** Classic clients. */
  public static final Client CLIENT =
      Client.of(
          "apache5",
          new Generation(
              "5.0 to 5.6",
              on(
                  CLIENT_WANTED,
                  ENTER,
                  HTTP + "impl.classic.HttpClientBuilder",
                  named("build").and(takesArguments(0))),
              constructed(
                  CLIENT_CREATED, HTTP + "impl.classic.InternalHttpClient", isConstructor(), FIELD),
              constructed(
                  CLIENT_CREATED, HTTP + "impl.classic.MinimalHttpClient", isConstructor(), FIELD),
              // Not where the connection is asked for: the context tells no request there since
              // 5.2.
              on(
                  LEASE,
                  ENTER,
                  HTTP + "impl.classic.ConnectExec",
                  named("execute").and(takesArguments(3))),
              on(
                  LEASE,
                  ENTER,
                  HTTP + "impl.classic.MinimalHttpClient",
                  named("doExecute").and(takesArguments(3))),
              on(
                  CONNECTION,
                  ENTER,
                  FACTORY,
                  named("createConnection")
                      .and(takesArguments(1))
                      .and(takesArgument(0, "java.net.Socket"))),
              on(MANAGER, ENTER, POOLING + "Builder", named("build").and(takesArguments(0))),
              on(STATISTICS, ENTER, POOLING, named("getTotalStats").and(takesArguments(0))),
              on(STATISTICS, ENTER, POOLING, named("getStats").and(takesArguments(1))),
              on(IDLE_CLOSED, ENTER, POOLING, named("closeIdle").and(takesArguments(1))),
              on(EXPIRED_CLOSED, ENTER, POOLING, named("closeExpired").and(takesArguments(0))),
              on(MANAGER_CLOSED, ENTER, POOLING, named("close").and(takesArguments(1))),
              // Up to 5.3 the constructors without TLS material of the caller's ask for it here.
              on(REGISTRY, ENTER, BASIC, named("getDefaultRegistry")).whereFound(),
              on(TLS, PROVIDE, TLS_STRATEGY, named("createDefault").and(isStatic())).whereFound(),
              on(TLS, PROVIDE, TLS_SOCKETS, named("getSocketFactory").and(isStatic())).whereFound(),
              on(
                      COOKIE_SPECS,
                      PROVIDE,
                      COOKIES,
                      named("createDefault").and(takesArguments(0)).and(isStatic()))
                  .whereFound(),
              on(USER_AGENT, PROVIDE, VERSION, named("getSoftwareInfo").and(takesArguments(3)))
                  .whereFound()));

  private Hooks() {}
}
