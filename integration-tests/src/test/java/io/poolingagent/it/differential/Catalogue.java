package io.poolingagent.it.differential;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** All scenarios that have a name. */
final class Catalogue {

  private static final @Nullable String NAMED = System.getProperty("differential.scenarios");

  /** HTTP/2 takes minutes more, so it is for {@code -Dit.wide=true} and where names are given. */
  static final boolean HTTP2 = NAMED != null || Boolean.getBoolean("it.wide");

  private Catalogue() {}

  /** Those whose name {@code -Ddifferential.scenarios} (a regular expression) finds, or all. */
  static List<Scenario> scenarios() {
    Pattern chosen = Pattern.compile(NAMED == null ? "" : NAMED);
    return Stream.concat(http1(), HTTP2 ? http2() : Stream.empty())
        .flatMap(List::stream)
        .filter(scenario -> chosen.matcher(scenario.toString()).find())
        .toList();
  }

  private static Stream<List<Scenario>> http1() {
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
        TlsFailures.scenarios());
  }

  private static Stream<List<Scenario>> http2() {
    return Stream.of(Http2Answers.scenarios(), Http2Endings.scenarios(), Http2Rules.scenarios());
  }
}
