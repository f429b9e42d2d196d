package io.poolingagent.client.jdk;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which requests leave a mark on their connection. */
final class Requests {
  private Requests() {}

  /**
   * Whether what this request says holds for its connection, and so for whoever uses that next:
   * credentials for the proxy, which open a tunnel that the JDK pools without regard to them;
   * authentication that is the connection's (RFC 4559 section 6, NTLM); and HTTP/3, whose use the
   * JDK remembers per client.
   */
  static boolean needsOwnConnection(HttpRequest request) {
    if (request.version().isPresent() && request.version().get().ordinal() > 1) {
      return true;
    }
    Map<String, List<String>> headers = request.headers().map();
    if (headers.isEmpty()) {
      return false;
    }
    for (Map.Entry<String, List<String>> header : headers.entrySet()) {
      String name = header.getKey();
      if (name.regionMatches(true, 0, "proxy-", 0, 6)) {
        return true;
      }
      if (name.equalsIgnoreCase("authorization")) {
        for (String value : header.getValue()) {
          String scheme = value.trim().toLowerCase(Locale.ROOT);
          if (scheme.startsWith("ntlm") || scheme.startsWith("negotiate")) {
            return true;
          }
        }
      }
    }
    return false;
  }
}
