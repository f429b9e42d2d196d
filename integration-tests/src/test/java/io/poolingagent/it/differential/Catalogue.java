package io.poolingagent.it.differential;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** All scenarios that have a name. */
final class Catalogue {

  private Catalogue() {}

  /** Those whose name {@code -Ddifferential.scenarios} (a regular expression) finds, or all. */
  static List<Scenario> scenarios() {
    Pattern chosen = Pattern.compile(System.getProperty("differential.scenarios", ""));
    return Stream.of(
            Framing.scenarios(),
            Statuses.scenarios(),
            Endings.scenarios(),
            Bodies.scenarios(),
            Redirects.scenarios(),
            Credentials.scenarios(),
            Proxies.scenarios(),
            SocksProxies.scenarios(),
            Arrivals.scenarios(),
            TlsFailures.scenarios(),
            Http2Answers.scenarios(),
            Http2Endings.scenarios(),
            Http2Rules.scenarios())
        .flatMap(List::stream)
        .filter(scenario -> chosen.matcher(scenario.toString()).find())
        .toList();
  }
}
