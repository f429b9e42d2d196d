package io.poolingagent.client.commonshttpclient3;

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
 * Where Commons HttpClient is hooked. What the hooks do is in {@link Adapter}; why, in the
 * package's description.
 */
public final class Hooks {
  static final String DIRECTOR = "commonshttpclient3.director";
  static final String EXECUTE = "commonshttpclient3.execute";
  static final String SIMPLE_CLOSED = "commonshttpclient3.simple-closed";
  static final String CLOSED = "commonshttpclient3.closed";

  private static final String PACKAGE = "org.apache.commons.httpclient.";
  private static final String DIRECTOR_TYPE = PACKAGE + "HttpMethodDirector";

  /** Commons HttpClient 3. */
  public static final Client CLIENT =
      Client.of(
          "commonshttpclient3",
          new Generation(
              "3.0 to 3.1",
              constructed(DIRECTOR, DIRECTOR_TYPE, isConstructor(), "connectionManager"),
              on(EXECUTE, AROUND, DIRECTOR_TYPE, named("executeMethod").and(takesArguments(1))),
              on(
                      SIMPLE_CLOSED,
                      ENTER,
                      PACKAGE + "SimpleHttpConnectionManager",
                      named("shutdown").and(takesArguments(0)))
                  .whereFound(),
              on(
                  CLOSED,
                  ENTER,
                  PACKAGE + "MultiThreadedHttpConnectionManager",
                  named("shutdown").and(takesArguments(0)))));

  private Hooks() {}
}
