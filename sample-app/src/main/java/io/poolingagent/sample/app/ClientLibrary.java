package io.poolingagent.sample.app;

import java.util.function.BiFunction;

/**
 * The client libraries that the application is written in. Which version runs is the class path's
 * choice.
 */
public enum ClientLibrary {
  /** OkHttp 3, 4 or 5. */
  OKHTTP((style, cleanUp) -> new OkHttpCalls(style, cleanUp)),
  /** Apache HttpClient 4 by its builder. */
  APACHE4((style, cleanUp) -> new Apache4Calls(style, cleanUp)),
  /** Apache HttpClient 5, classic. */
  APACHE5((style, cleanUp) -> new Apache5Calls(style, cleanUp)),
  /** Commons HttpClient 3. */
  COMMONSHTTPCLIENT3((style, cleanUp) -> new CommonsCalls(style, cleanUp)),
  /** {@code java.net.http.HttpClient}. */
  JDK((style, cleanUp) -> jdkCalls(style, cleanUp)),
  /** {@code java.net.HttpURLConnection}. */
  URLCONNECTION((style, cleanUp) -> new UrlConnectionCalls(style, cleanUp));

  /** Not method references: those would load the libraries that are not on the class path. */
  private final BiFunction<ClientStyle, Boolean, HttpCalls> calls;

  /** By its name: it is compiled for Java 11, and we are for 8. */
  private static HttpCalls jdkCalls(ClientStyle style, boolean cleanUp) {
    try {
      return Class.forName("io.poolingagent.sample.app.JdkCalls")
          .asSubclass(HttpCalls.class)
          .getDeclaredConstructor(ClientStyle.class, boolean.class)
          .newInstance(style, cleanUp);
    } catch (ReflectiveOperationException | UnsupportedClassVersionError notThere) {
      throw new IllegalStateException("no java.net.http in this Java", notThere);
    }
  }

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
