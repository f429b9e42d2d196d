package io.poolingagent.client.apache4.async;

import static io.poolingagent.weave.HookPoint.constructed;
import static io.poolingagent.weave.Methods.isConstructor;

import io.poolingagent.client.Client;
import io.poolingagent.weave.Generation;

/**
 * Where the clients of httpasyncclient 4 are hooked: below all of them. The field is only looked
 * for.
 */
public final class Hooks {
  static final String CLIENT_CREATED = "apache4.async.client";

  private static final String IMPL = "org.apache.http.impl.nio.client.";
  private static final String FIELD = "connmgr";

  /** httpasyncclient 4.0 to 4.1. */
  public static final Client CLIENT =
      Client.of(
              "apache4",
              new Generation(
                  "4.0 to 4.1",
                  constructed(
                      CLIENT_CREATED,
                      IMPL + "CloseableHttpAsyncClientBase",
                      isConstructor(),
                      FIELD),
                  constructed(
                          CLIENT_CREATED, IMPL + "AbstractHttpAsyncClient", isConstructor(), FIELD)
                      .whereFound()))
          .adaptedBelow("async");

  private Hooks() {}
}
