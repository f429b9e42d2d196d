package io.poolingagent.client.okhttp3;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.Kind.EXIT;
import static io.poolingagent.weave.HookPoint.Kind.PROVIDE;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.nameContains;
import static io.poolingagent.weave.Methods.nameStartsWith;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.not;
import static io.poolingagent.weave.Methods.returns;
import static io.poolingagent.weave.Methods.takesArgument;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;
import io.poolingagent.weave.HookPoint;
import io.poolingagent.weave.Methods;
import java.util.stream.Stream;

/**
 * Where OkHttp is hooked. What the hooks do is in {@link Adapter}; why, in the package's
 * description.
 */
public final class Hooks {
  static final String CREATED = "okhttp3.created";
  static final String EXPLICIT_POOL = "okhttp3.explicit-pool";
  static final String TRUST = "okhttp3.trust";
  static final String TLS = "okhttp3.tls";
  static final String CLEANER = "okhttp3.cleaner";
  static final String DEFAULT_TLS_FIELD = "okhttp3.default-tls-field";
  static final String CALL = "okhttp3.call";
  static final String PLANNER = "okhttp3.planner";
  static final String LEASE = "okhttp3.lease";
  static final String CONNECTING = "okhttp3.connecting";
  static final String HANDSHAKE = "okhttp3.handshake";
  static final String ACQUIRED = "okhttp3.acquired";
  static final String POOLED = "okhttp3.pooled";
  static final String IDLE = "okhttp3.idle";
  static final String ELIGIBLE = "okhttp3.eligible";
  static final String HEALTHY = "okhttp3.healthy";
  static final String SAME_ADDRESS = "okhttp3.same-address";
  static final String RESPONSE_HEADERS = "okhttp3.response-headers";
  static final String RECOVERABLE = "okhttp3.recoverable";
  static final String FAILED = "okhttp3.failed";
  static final String RESET = "okhttp3.reset";
  static final String COUNT = "okhttp3.count";
  static final String IDLE_COUNT = "okhttp3.idle-count";
  static final String EVICT_ALL = "okhttp3.evict-all";

  private static final String CLIENT_TYPE = "okhttp3.OkHttpClient";
  private static final String PLATFORM = "okhttp3.internal.platform.Platform";
  private static final String UTIL = "okhttp3.internal.Util";
  private static final String CLEANER_TYPE = "okhttp3.internal.tls.CertificateChainCleaner";
  private static final String CONNECTION = "okhttp3.internal.connection.RealConnection";
  private static final String OLD_CONNECTION = "okhttp3.internal.io.RealConnection";
  private static final String ALLOCATION = "okhttp3.internal.connection.StreamAllocation";
  private static final String OLD_ALLOCATION = "okhttp3.internal.http.StreamAllocation";
  private static final String TRANSMITTER = "okhttp3.internal.connection.Transmitter";
  private static final String CALL_TYPE = "okhttp3.internal.connection.RealCall";
  private static final String PLANNER_TYPE = "okhttp3.internal.connection.RealRoutePlanner";
  private static final String PLAN_TYPE = "okhttp3.internal.connection.ConnectPlan";
  private static final String POOL = "okhttp3.ConnectionPool";
  private static final String REAL_POOL = "okhttp3.internal.connection.RealConnectionPool";
  private static final String CONNECT = "okhttp3.internal.connection.ConnectInterceptor";
  private static final String ENGINE = "okhttp3.internal.http.HttpEngine";
  private static final String RETRY = "okhttp3.internal.http.RetryAndFollowUpInterceptor";
  private static final String TRUST_MANAGER = "javax.net.ssl.X509TrustManager";
  private static final String HTTP2 = "okhttp3.internal.http2.Http2Connection";
  private static final String FIELD = "connectionPool";

  /** OkHttp, newest generation first: the older ones' classes are a subset of the newer ones'. */
  public static final Client CLIENT =
      Client.of(
              "okhttp3",
              new Generation(
                  "5.x",
                  all(
                      engine(CALL_TYPE, REAL_POOL),
                      viaInterceptor(),
                      // Since 5.4 an interceptor can choose the pool; the planner asks the chain.
                      constructed(PLANNER, PLANNER_TYPE, isConstructor(), FIELD),
                      on(CONNECTING, ENTER, PLANNER_TYPE, nameStartsWith("planConnect")),
                      on(HANDSHAKE, AROUND, PLAN_TYPE, named("connectTls")).whereFound(),
                      judged(CONNECTION))),
              new Generation(
                  "4.4 to 4.12",
                  all(
                      engine(CALL_TYPE, REAL_POOL),
                      viaInterceptor(),
                      connecting(CONNECTION),
                      handshake(CONNECTION),
                      judged(CONNECTION))),
              new Generation(
                  "3.14 to 4.3",
                  all(
                      engine(TRANSMITTER, REAL_POOL),
                      viaInterceptor(),
                      connecting(CONNECTION),
                      handshake(CONNECTION),
                      judged(CONNECTION))),
              new Generation(
                  "3.6 to 3.13",
                  all(
                      engine(ALLOCATION, POOL),
                      viaInterceptor(),
                      connecting(CONNECTION),
                      handshake(CONNECTION),
                      judged(CONNECTION))),
              new Generation(
                  "3.4 to 3.5",
                  all(
                      engine(ALLOCATION, POOL),
                      viaInterceptor(),
                      connecting(CONNECTION),
                      handshake(CONNECTION),
                      on(HEALTHY, EXIT, CONNECTION, named("isHealthy")),
                      on(SAME_ADDRESS, EXIT, "okhttp3.Address", named("equals")))),
              new Generation(
                  "3.0 to 3.3",
                  all(
                      engine(OLD_ALLOCATION, POOL),
                      new HookPoint[] {
                        on(LEASE, AROUND, ENGINE, named("connect")),
                        on(RESPONSE_HEADERS, ENTER, ENGINE, named("receiveHeaders")).whereFound(),
                        on(
                            FAILED,
                            ENTER,
                            OLD_ALLOCATION,
                            named("connectionFailed").or(named("streamFailed"))),
                        on(RECOVERABLE, EXIT, OLD_ALLOCATION, named("isRecoverable")).whereFound(),
                        on(RECOVERABLE, EXIT, ENGINE, named("isRecoverable")).whereFound()
                      },
                      connecting(OLD_CONNECTION),
                      handshake(OLD_CONNECTION),
                      on(HEALTHY, EXIT, OLD_CONNECTION, named("isHealthy")),
                      on(SAME_ADDRESS, EXIT, "okhttp3.Address", named("equals")))))
          // On the module path OkHttp 5 exports only its public packages.
          .opening(
              "okhttp3",
              "okhttp3.internal.connection",
              "okhttp3.internal.http",
              "okhttp3.internal.platform");

  private Hooks() {}

  /** How each generation makes a client, and the TLS material of one that brings none. */
  private static HookPoint[] creation() {
    Methods fromTrust = takesArguments(1).and(takesArgument(0, TRUST_MANAGER));
    Methods trust = named("platformTrustManager").or(named("systemDefaultTrustManager"));
    Methods factory =
        named("newSslSocketFactory").or(named("systemDefaultSslSocketFactory")).and(fromTrust);
    Methods cleaner = named("buildCertificateChainCleaner").and(fromTrust);
    Methods cleanerGet = named("get").and(fromTrust);
    return new HookPoint[] {
      constructed(CREATED, CLIENT_TYPE, fromBuilder(), FIELD),
      constructed(DEFAULT_TLS_FIELD, CLIENT_TYPE, fromBuilder(), "sslSocketFactory").whereFound(),
      constructed(DEFAULT_TLS_FIELD, CLIENT_TYPE, fromBuilder(), "sslSocketFactoryOrNull")
          .whereFound(),
      on(
          EXPLICIT_POOL,
          ENTER,
          "okhttp3.OkHttpClient$Builder",
          named("connectionPool").and(takesArguments(1))),
      on(TRUST, PROVIDE, PLATFORM, trust).whereFound(),
      on(TRUST, PROVIDE, UTIL, trust).whereFound(),
      on(TRUST, PROVIDE, CLIENT_TYPE, trust).whereFound(),
      on(TLS, PROVIDE, PLATFORM, factory).whereFound(),
      on(TLS, PROVIDE, CLIENT_TYPE, factory).whereFound(),
      on(TLS, PROVIDE, CLIENT_TYPE + "$Companion", factory).whereFound(),
      on(CLEANER, PROVIDE, PLATFORM, cleaner).whereFound(),
      on(CLEANER, PROVIDE, CLEANER_TYPE, cleanerGet).whereFound()
    };
  }

  private static Methods fromBuilder() {
    return isConstructor().and(takesArguments(1)).and(takesArgument(0, CLIENT_TYPE + "$Builder"));
  }

  private static Methods intercept() {
    return named("intercept").and(takesArgument(0, "okhttp3.Interceptor$Chain"));
  }

  /** What holds the connection of a call, and the pool behind it. */
  private static HookPoint[] engine(String holder, String pool) {
    return new HookPoint[] {
      constructed(CALL, holder, isConstructor(), FIELD),
      on(ACQUIRED, ENTER, holder, nameStartsWith("acquire")),
      on(POOLED, ENTER, pool, named("put")),
      on(IDLE, ENTER, pool, named("connectionBecameIdle")),
      on(COUNT, EXIT, POOL, named("connectionCount")),
      on(IDLE_COUNT, EXIT, POOL, named("idleConnectionCount")),
      on(EVICT_ALL, ENTER, POOL, named("evictAll")),
      on(
              RESET,
              ENTER,
              HTTP2,
              nameStartsWith("writeSynReset")
                  .and(not(nameContains("Later")))) // which leads to the other
          .whereFound()
    };
  }

  /** The way of a call since 3.4. */
  private static HookPoint[] viaInterceptor() {
    return new HookPoint[] {
      on(LEASE, AROUND, CONNECT, intercept()), on(RECOVERABLE, EXIT, RETRY, named("isRecoverable"))
    };
  }

  private static HookPoint connecting(String connection) {
    return on(CONNECTING, ENTER, connection, named("connect"));
  }

  private static HookPoint handshake(String connection) {
    return on(HANDSHAKE, AROUND, connection, named("connectTls")).whereFound();
  }

  /** Whether a pooled connection may carry a call, since 3.6. */
  private static HookPoint judged(String connection) {
    return on(ELIGIBLE, PROVIDE, connection, nameStartsWith("isEligible").and(returns("boolean")));
  }

  /** Hooks of calls are asleep while an application has one pool, which needs none of ours. */
  private static HookPoint[] all(HookPoint[] engine, HookPoint[] calls, HookPoint... more) {
    return Stream.concat(
            Stream.of(creation()),
            Stream.of(engine, calls, more).flatMap(Stream::of).map(HookPoint::onDemand))
        .toArray(HookPoint[]::new);
  }
}
