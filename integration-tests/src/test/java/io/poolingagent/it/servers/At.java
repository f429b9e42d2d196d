package io.poolingagent.it.servers;

import io.poolingagent.it.App;
import io.poolingagent.it.Outcome;
import java.util.List;
import java.util.function.Function;

/** An application at a server's listener. */
record At(App app, Server server, Listener listener) {

  App.Fetch fetch(String path) {
    return app.fetch(server.url(listener, path))
        .config(listener.config())
        // Apache HttpClient 5 waits a second before it repeats a request.
        .config("retryInterval", "10");
  }

  /** What the application sees of these requests. */
  List<Outcome> sees(Function<At, App.Fetch> requests) {
    return requests.apply(this).go().stream().map(At::lasting).toList();
  }

  /** An outcome without what differs from run to run, or between requests of one connection. */
  static Outcome lasting(Outcome outcome) {
    return outcome
        .without("millis", "thread")
        .firstExceptionOnly()
        .withoutHeaders("(connection|keep-alive|okhttp-(sent|received)-millis): .*")
        .replacing("\\w{3}, \\d{2} \\w{3} \\d{4} [\\d:]+ GMT", "(date)");
  }
}
