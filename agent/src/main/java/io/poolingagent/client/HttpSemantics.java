package io.poolingagent.client;

import org.jspecify.annotations.Nullable;

/** What the standards say of a request, as far as it matters to sharing connections. */
public final class HttpSemantics {
  private HttpSemantics() {}

  /** Whether doing it twice is as good as once (RFC 9110, section 9.2.2). */
  public static boolean isIdempotent(String method) {
    switch (method) {
      case "GET":
      case "HEAD":
      case "OPTIONS":
      case "TRACE":
      case "PUT":
      case "DELETE":
        return true;
      default:
        return false;
    }
  }

  /**
   * Whether this value of an {@code Authorization} or {@code Proxy-Authorization} header
   * authenticates the connection and not the request alone (RFC 4559, section 4).
   */
  public static boolean authenticatesConnection(@Nullable String authorization) {
    return authorization != null
        && (authorization.regionMatches(true, 0, "NTLM", 0, 4)
            || authorization.regionMatches(true, 0, "Negotiate", 0, 9)
            || authorization.regionMatches(true, 0, "Kerberos", 0, 8));
  }
}
