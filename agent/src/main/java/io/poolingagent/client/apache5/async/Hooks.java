package io.poolingagent.client.apache5.async;

import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.Methods.isConstructor;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;

/**
 * Where the asynchronous clients of Apache HttpClient 5 are hooked: below all of them. The field is
 * only looked for.
 */
public final class Hooks {
  static final String CLIENT_CREATED = "apache5.async.client";

  /** Apache HttpClient 5.0 to 5.6, asynchronous. */
  public static final Client CLIENT =
      Client.of(
              "apache5",
              new Generation(
                  "5.0 to 5.6",
                  constructed(
                      CLIENT_CREATED,
                      "org.apache.hc.client5.http.impl.async.AbstractHttpAsyncClientBase",
                      isConstructor(),
                      "ioReactor")))
          .adaptedBelow("async");

  private Hooks() {}
}
