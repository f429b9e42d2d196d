package io.poolingagent.client.jdk;

import java.net.http.HttpRequest;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Which requests leave a mark on their connection. */
final class Requests {
  private Requests() {}

  /** Whether it asks for HTTP/3, whose use the JDK remembers per client. */
  static boolean isHttp3(HttpRequest request) {
    return request.version().isPresent() && request.version().get().ordinal() > 1;
  }

  /**
   * Whether what this request says holds for its connection, and so for whoever uses that next:
   * credentials for the proxy, which open a tunnel that the JDK pools without regard to them; and
   * authentication that is the connection's (RFC 4559 section 6, NTLM).
   */
  static boolean marksConnection(HttpRequest request) {
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
