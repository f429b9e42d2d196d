package io.poolingagent.pool;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Scheme, host and port: what a connection is opened to (RFC 6454 section 4, RFC 9110 section
 * 4.3.1). A value; immutable.
 */
public final class Origin {

  private final String scheme;
  private final String host;
  private final int port;
  private final int hash;

  /** The one that was asked for last: mostly the next one, too. */
  private static volatile @Nullable Origin latest;

  private Origin(String scheme, String host, int port) {
    this.scheme = scheme;
    this.host = host;
    this.port = port;
    this.hash = (scheme.hashCode() * 31 + host.hashCode()) * 31 + port;
  }

  /**
   * The origin of these three. Scheme and host are case-insensitive (RFC 3986 section 6.2.2.1) and
   * kept in lower case.
   *
   * @param port from 1 to 65535
   * @throws IllegalArgumentException if the port is outside this range
   */
  public static Origin of(String scheme, String host, int port) {
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is not between 1 and 65535");
    }
    if (host.startsWith("[") && host.endsWith("]")) {
      return of(scheme, host.substring(1, host.length() - 1), port);
    }
    Origin known = latest;
    if (known == null
        || known.port != port
        || !known.host.equals(host)
        || !known.scheme.equals(scheme)) {
      known = new Origin(scheme.toLowerCase(Locale.ROOT), host.toLowerCase(Locale.ROOT), port);
      latest = known;
    }
    return known;
  }

  /** The scheme in lower case, {@code "https"}. */
  public String scheme() {
    return scheme;
  }

  /** The host in lower case; an IPv6 address without the brackets that some libraries give. */
  public String host() {
    return host;
  }

  /** The port, also when it is the scheme's default. */
  public int port() {
    return port;
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof Origin)) {
      return false;
    }
    Origin that = (Origin) other;
    return hash == that.hash
        && port == that.port
        && host.equals(that.host)
        && scheme.equals(that.scheme);
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** {@code "https://host:443"}. Some libraries take a host with userinfo: that is not in it. */
  @Override
  public String toString() {
    String shown = Userinfo.hidden(host);
    boolean ipv6 = shown.indexOf(':') >= 0;
    return scheme + "://" + (ipv6 ? "[" + shown + "]" : shown) + ":" + port;
  }
}
