package io.poolingagent.it;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A setting of a client that decides which connection it may use.
 *
 * @param name as the library's program understands it
 * @param values two values that must never meet on one connection
 * @param shares whether clients with one value are interchangeable; where they are not, the agent
 *     leaves them alone
 * @param byDefault the value that a client has that sets nothing, or null when no value is it
 */
public record ClientSetting(
    String name, List<String> values, boolean shares, @Nullable String byDefault) {

  static ClientSetting shared(String name, String one, String other) {
    return new ClientSetting(name, List.of(one, other), true, null);
  }

  static ClientSetting shared(String name, String one, String other, String byDefault) {
    return new ClientSetting(name, List.of(one, other), true, byDefault);
  }

  static ClientSetting never(String name, String one, String other) {
    return new ClientSetting(name, List.of(one, other), false, null);
  }

  /** Whether clients that differ in it must not resume each other's TLS sessions, either. */
  public boolean decidesTls() {
    return !name.equals("pool");
  }

  /** Of OkHttp, all versions. A value that is a name stands for an instance of its own. */
  public static final List<ClientSetting> OKHTTP =
      List.of(
          shared("sslContext", "A", "B"),
          shared("verifier", "A", "B"),
          shared("pins", "A", "B"),
          shared("dns", "A", "B"),
          shared("socketFactory", "A", "B"),
          shared("proxySelector", "A", "B"),
          shared("proxyAuthenticator", "A", "B"),
          shared("protocols", "1.1", "2", "2"),
          shared("specs", "modern", "older", "modern"),
          never("pool", "A", "B"));

  /** Of Commons HttpClient 3. */
  public static final List<ClientSetting> COMMONS_HTTP_CLIENT_3 =
      List.of(
          shared("sslContext", "A", "B"),
          shared("noDelay", "false", "true", "true"),
          shared("local", "127.0.0.1", "127.0.0.2"));

  /** Of Apache HttpClient 5, all versions. */
  public static final List<ClientSetting> APACHE5 =
      List.of(
          shared("sslContext", "A", "B"),
          shared("verifier", "A", "B"),
          shared("protocols", "TLSv1.2", "TLSv1.3"),
          shared("dns", "A", "B"),
          shared("socket", "delay", "nodelay", "nodelay"),
          shared("h1", "50", "60"),
          shared("timeToLive", "60000", "70000"),
          never("pool", "A", "B"),
          never("reuse", "A", "B"));

  /** Of the JDK's client; not its executor, which may be lent to a shared connection. */
  public static final List<ClientSetting> JDK =
      List.of(
          shared("sslContext", "A", "B"),
          shared("sslParameters", "TLSv1.2", "TLSv1.3"),
          shared("version", "1.1", "2", "2"),
          shared("redirects", "true", "false", "false"),
          shared("connectTimeout", "60000", "70000"));

  /** Of {@code HttpURLConnection}. */
  public static final List<ClientSetting> URL_CONNECTION =
      List.of(
          shared("trust", "certificate", "all", "certificate"),
          shared("verifier", "A", "B"),
          shared("authenticator", "A", "B"));

  /** Of Apache HttpClient 4 by its builder. */
  public static final List<ClientSetting> APACHE4 =
      List.of(
          shared("sslContext", "A", "B"),
          shared("verifier", "A", "B"),
          shared("dns", "A", "B"),
          shared("sockets", "keepalive", "none", "none"),
          shared("messages", "4096", "16384"),
          shared("local", "127.0.0.1", "127.0.0.2"));

  /** Of Apache HttpClient 4 by the API of 4.0. */
  public static final List<ClientSetting> APACHE4_LEGACY =
      List.of(
          shared("sslContext", "A", "B"),
          shared("verifier", "A", "B"),
          shared("buffer", "4096", "16384"),
          shared("local", "127.0.0.1", "127.0.0.2"));

  @Override
  public String toString() {
    return name;
  }
}
