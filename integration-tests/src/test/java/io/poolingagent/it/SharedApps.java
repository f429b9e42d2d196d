package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Applications that the cases of a test share, for a JVM costs more than most cases do: one for
 * each client library and set of settings, started when it is asked for. What a case finds at its
 * own server is its own; one that must be the first of its JVM, or changes what the others would
 * see, starts an application itself. Used by one thread.
 */
public final class SharedApps implements AutoCloseable {

  private record Kind(String library, List<String> settings) {}

  private final Map<Kind, App> withAgent = new HashMap<>();
  private final Map<String, App> withoutAgent = new HashMap<>();

  /** The application with the agent and these settings, each {@code key=value}. */
  public App withAgent(ClientLibrary library, String... settings) {
    return withAgent.computeIfAbsent(
        new Kind(library.toString(), List.of(settings)), kind -> library.withAgent(settings));
  }

  /** The application without the agent. */
  public App withoutAgent(ClientLibrary library) {
    return withoutAgent.computeIfAbsent(library.toString(), name -> library.withoutAgent());
  }

  /** Fails when an agent has counted an error of its own. */
  public void checkAgentErrors() {
    withAgent.values().forEach(app -> app.jvm().checkAgentErrors());
  }

  @Override
  public void close() {
    for (Collection<App> apps : List.of(withoutAgent.values(), withAgent.values())) {
      assertThat(apps).allSatisfy(App::close);
    }
  }
}
