package io.poolingagent.sample.app;

import java.util.function.BiFunction;

/**
 * The client libraries that the application is written in. Which version runs is the class path's
 * choice.
 */
public enum ClientLibrary {
  /** OkHttp 3, 4 or 5. */
  OKHTTP(OkHttpCalls::new),
  /** Apache HttpClient 4 by its builder. */
  APACHE4(Apache4Calls::new),
  /** {@code java.net.http.HttpClient}. */
  JDK(JdkCalls::new),
  /** {@code java.net.HttpURLConnection}. */
  URLCONNECTION(UrlConnectionCalls::new);

  private final BiFunction<ClientStyle, Boolean, HttpCalls> calls;

  ClientLibrary(BiFunction<ClientStyle, Boolean, HttpCalls> calls) {
    this.calls = calls;
  }

  /**
   * The application's HTTP calls, made with this library.
   *
   * @param cleanUp whether a client for one request is closed after it, the way the library's
   *     documentation says
   */
  public HttpCalls calls(ClientStyle style, boolean cleanUp) {
    return calls.apply(style, cleanUp);
  }
}
