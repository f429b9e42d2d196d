package io.poolingagent.client.jdk;

import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.ProxySelector;
import java.net.http.HttpClient;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executor;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;

/** Answers what the client's builder was told, as the JDK's client does. */
abstract class ConfiguredClient extends HttpClient {
  final Configuration configuration;

  /**
   * One that no client of the JDK's has: Apache CXF (4.1) and others who close clients of JDKs
   * before 21 interrupt the thread that is named after this number in {@code toString()}.
   */
  private final long id = Internals.newClientId();

  ConfiguredClient(Configuration configuration) {
    this.configuration = configuration;
  }

  @Override
  public Optional<CookieHandler> cookieHandler() {
    return Optional.ofNullable(configuration.cookieHandler);
  }

  @Override
  public Optional<Duration> connectTimeout() {
    return Optional.ofNullable(configuration.connectTimeout);
  }

  @Override
  public Redirect followRedirects() {
    return configuration.followRedirects;
  }

  @Override
  public Optional<ProxySelector> proxy() {
    return Optional.ofNullable(configuration.userProxy);
  }

  @Override
  public SSLContext sslContext() {
    return configuration.sslContext;
  }

  @Override
  public SSLParameters sslParameters() {
    return configuration.sslParametersCopy();
  }

  @Override
  public Optional<Authenticator> authenticator() {
    return Optional.ofNullable(configuration.authenticator);
  }

  @Override
  public Version version() {
    return configuration.version;
  }

  @Override
  public Optional<Executor> executor() {
    return Optional.ofNullable(configuration.executor);
  }

  /** In the shape of the JDK's own. */
  @Override
  public String toString() {
    return "jdk.internal.net.http.HttpClientImpl@"
        + Integer.toHexString(System.identityHashCode(this))
        + "("
        + id
        + ")";
  }
}
