package io.poolingagent.client.jdk;

import static io.poolingagent.weave.HookPoint.Kind.AROUND;
import static io.poolingagent.weave.HookPoint.Kind.ENTER;
import static io.poolingagent.weave.HookPoint.Kind.EXIT;
import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.HookPoint.on;
import static io.poolingagent.weave.Methods.isConstructor;
import static io.poolingagent.weave.Methods.isStatic;
import static io.poolingagent.weave.Methods.named;
import static io.poolingagent.weave.Methods.not;
import static io.poolingagent.weave.Methods.takesArguments;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;
import io.poolingagent.weave.HookPoint;

/** Where {@code java.net.http} is woven: the builder, and the life of a connection. */
public final class Hooks {
  static final String BUILD = "jdk.build";
  static final String BODY = "jdk.body";
  static final String EXCHANGE = "jdk.exchange";
  static final String CONNECT = "jdk.connect";
  static final String HANDSHAKE = "jdk.handshake";
  static final String ABORTED = "jdk.aborted";
  static final String CONNECTION_ENDS = "jdk.connection-ends";
  static final String FRAME = "jdk.frame";
  static final String STREAM_ENDS = "jdk.stream-ends";
  static final String DIED = "jdk.died";
  static final String COOKIES_ASKED = "jdk.cookies-asked";
  static final String COOKIES_TOLD = "jdk.cookies-told";
  static final String AUTHENTICATION_BEGINS = "jdk.authentication-begins";
  static final String AUTHENTICATION_ANSWERED = "jdk.authentication-answered";
  static final String CREDENTIALS = "jdk.credentials";
  static final String CLOSE = "jdk.close";

  private static final String JDK = "jdk.internal.net.http.";
  private static final String AUTHENTICATION = JDK + "AuthenticationFilter";

  /** The client of the JDK. */
  public static final Client CLIENT =
      Client.of(
              "jdk",
              new Generation(
                  "JDK 11 to 26",
                  on(
                      BUILD,
                      ENTER,
                      JDK + "HttpClientBuilderImpl",
                      named("build").and(takesArguments(0))),
                  on( // not in JDK 11, which asks every subscriber for its body at once
                          BODY,
                          ENTER,
                          JDK + "ResponseSubscribers$TrustedSubscriber",
                          named("needsExecutor").and(isStatic()).and(takesArguments(1)))
                      .onDemand()
                      .whereFound(),
                  constructed(
                      EXCHANGE,
                      JDK + "Http1Exchange",
                      isConstructor().and(takesArguments(2)),
                      "connection"),
                  on(
                      CONNECT,
                      AROUND,
                      JDK + "PlainHttpConnection",
                      named("connectAsync").and(takesArguments(1))),
                  handshake("AsyncSSLConnection"),
                  handshake("AsyncSSLTunnelConnection"),
                  on(
                          ABORTED,
                          ENTER,
                          JDK + "Exchange$ConnectionAborter",
                          not(isStatic()).and(named("closeConnection")))
                      .whereFound(),
                  on(
                          CONNECTION_ENDS,
                          ENTER,
                          JDK + "Stream",
                          named("connectionClosing").and(takesArguments(1)))
                      .whereFound(),
                  on(FRAME, ENTER, JDK + "Stream", named("receiveDataFrame").and(takesArguments(1)))
                      .whereFound(),
                  on(STREAM_ENDS, ENTER, JDK + "Stream", named("cancelImpl").and(takesArguments(2)))
                      .whereFound(),
                  on(DIED, ENTER, JDK + "ConnectionPool", named("cleanup")),
                  on(
                          AUTHENTICATION_BEGINS,
                          ENTER,
                          AUTHENTICATION,
                          named("request").and(takesArguments(2)))
                      .onDemand(),
                  on(
                          AUTHENTICATION_ANSWERED,
                          ENTER,
                          AUTHENTICATION,
                          named("response").and(takesArguments(1)))
                      .onDemand(),
                  on( // its parameter is not the same in all versions
                          CREDENTIALS,
                          ENTER,
                          AUTHENTICATION,
                          named("getCache").and(isStatic()).and(takesArguments(1)))
                      .onDemand()
                      .whereFound(),
                  on(
                          COOKIES_ASKED,
                          ENTER,
                          JDK + "CookieFilter",
                          named("request").and(takesArguments(2)))
                      .onDemand(),
                  on(
                          COOKIES_TOLD,
                          ENTER,
                          JDK + "CookieFilter",
                          named("response").and(takesArguments(1)))
                      .onDemand(),
                  on(
                      CLOSE,
                      EXIT,
                      JDK + "PlainHttpConnection",
                      named("close").and(takesArguments(0))),
                  on( // later JDKs call this one, with the cause; the other one comes down to it
                          CLOSE,
                          EXIT,
                          JDK + "PlainHttpConnection",
                          named("close").and(takesArguments(1)))
                      .whereFound()))
          .opening("java.net.http", "jdk.internal.net.http", "jdk.internal.net.http.frame");

  private Hooks() {}

  private static HookPoint handshake(String type) {
    return on(HANDSHAKE, EXIT, JDK + type, named("finishConnect").and(takesArguments(0)))
        .whereFound();
  }
}
