package io.poolingagent.client;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** The client libraries that the agent knows. */
public final class Clients {
  private static final List<Client> ALL =
      Collections.unmodifiableList(
          Arrays.asList(
              io.poolingagent.client.okhttp3.Hooks.CLIENT,
              io.poolingagent.client.apache4.Hooks.CLIENT,
              io.poolingagent.client.apache4.legacy.Hooks.CLIENT,
              io.poolingagent.client.apache4.async.Hooks.CLIENT,
              io.poolingagent.client.commonshttpclient3.Hooks.CLIENT,
              io.poolingagent.client.apache5.Hooks.CLIENT,
              io.poolingagent.client.apache5.async.Hooks.CLIENT,
              io.poolingagent.client.jdk.Hooks.CLIENT,
              io.poolingagent.client.urlconnection.Hooks.CLIENT));

  private Clients() {}

  /** The names of all, as they stand in settings. */
  public static List<String> names() {
    List<String> names = new ArrayList<>();
    for (Client client : ALL) {
      if (!names.contains(client.name())) {
        names.add(client.name());
      }
    }
    return names;
  }

  /** All of them, in no order that matters. */
  public static List<Client> all() {
    return ALL;
  }
}
