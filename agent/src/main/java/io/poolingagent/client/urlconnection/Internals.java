package io.poolingagent.client.urlconnection;

import static io.poolingagent.client.urlconnection.JdkMembers.firstOf;
import static io.poolingagent.client.urlconnection.JdkMembers.getter;
import static io.poolingagent.client.urlconnection.JdkMembers.method;
import static io.poolingagent.client.urlconnection.JdkMembers.optionalGetter;
import static io.poolingagent.client.urlconnection.JdkMembers.optionalMethod;
import static io.poolingagent.client.urlconnection.JdkMembers.setter;
import static io.poolingagent.client.urlconnection.JdkMembers.type;

import java.io.InputStream;
import java.lang.invoke.MethodHandle;
import java.net.Socket;
import java.net.URL;
import java.net.URLConnection;
import java.util.concurrent.locks.ReentrantLock;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * The members of the JDK's implementation that the adapter uses. "Client" is what the JDK calls
 * {@code HttpClient}: one connection to a server. Constants, so that each use is as cheap as a call
 * in the source; a JDK that lacks a member that is needed fails here, and nothing is pooled.
 */
final class Internals {
  private static final Class<?> CLIENT = type("sun.net.www.http.HttpClient");
  private static final Class<?> TLS_CLIENT = type("sun.net.www.protocol.https.HttpsClient");
  private static final Class<?> NETWORK = type("sun.net.NetworkClient");
  private static final Class<?> HEADERS = type("sun.net.www.MessageHeader");
  private static final Class<?> CACHE = type("sun.net.www.http.KeepAliveCache");
  private static final Class<?> URL_CONNECTION =
      type("sun.net.www.protocol.http.HttpURLConnection");
  private static final Class<?> ANSWER =
      type("sun.net.www.protocol.http.HttpURLConnection$HttpInputStream");
  private static final Class<?> LENGTH_BODY = type("sun.net.www.http.KeepAliveStream");
  private static final Class<?> CHUNKED_BODY = type("sun.net.www.http.ChunkedInputStream");
  private static final Class<?> METERED = type("sun.net.www.MeteredStream");
  private static final Class<?> HURRYABLE = type("sun.net.www.http.Hurryable");
  private static final Class<?> TLS_SOCKET = type("sun.security.ssl.BaseSSLSocketImpl");

  private static final MethodHandle SOCKET = getter(NETWORK, "serverSocket");
  private static final MethodHandle BODY = getter(NETWORK, "serverInput");
  private static final MethodHandle CLOSE = method(CLIENT, "closeServer");
  private static final MethodHandle FINISHED = method(CLIENT, "finished");
  private static final MethodHandle KEEPING_ALIVE = method(CLIENT, "isKeepingAlive");
  private static final MethodHandle DO_NOT_RETRY = method(CLIENT, "setDoNotRetry", boolean.class);
  private static final MethodHandle KEEP_ALIVE_SECONDS = getter(CLIENT, "keepAliveTimeout");
  private static final MethodHandle USING_PROXY = getter(CLIENT, "usingProxy");
  private static final MethodHandle REQUEST_OF_CLIENT = getter(CLIENT, "requests");
  private static final MethodHandle URL_OF_CLIENT = getter(CLIENT, "url");
  private static final MethodHandle FACTORY = getter(TLS_CLIENT, "sslSocketFactory");
  private static final MethodHandle SET_FACTORY = setter(TLS_CLIENT, "sslSocketFactory");
  private static final MethodHandle THE_CACHE = getter(CLIENT, "kac");
  private static final MethodHandle TAKE = method(CACHE, "get", URL.class, Object.class);
  private static final MethodHandle FIND_HEADER = method(HEADERS, "findValue", String.class);
  private static final MethodHandle HTTP = getter(URL_CONNECTION, "http");
  private static final MethodHandle SET_HTTP = setter(URL_CONNECTION, "http");
  private static final MethodHandle INPUT = getter(URL_CONNECTION, "inputStream");
  private static final MethodHandle REQUEST = getter(URL_CONNECTION, "requests");
  private static final MethodHandle RESPONSE = getter(URL_CONNECTION, "responses");
  private static final MethodHandle SET_CONNECTED = setter(URLConnection.class, "connected");
  private static final MethodHandle HURRY = method(HURRYABLE, "hurry");
  private static final MethodHandle RAW = getter(TLS_SOCKET, "self");

  /** What tells the authenticators of two connections apart: since 9, and another object in 24. */
  private static final @Nullable MethodHandle AUTHENTICATOR =
      firstOf(
          optionalMethod(URL_CONNECTION, "getAuthCache"),
          optionalMethod(URL_CONNECTION, "getAuthenticatorKey"));

  private static final @Nullable MethodHandle USER_SECONDS_SERVER =
      optionalGetter(CACHE, "userKeepAliveServer");
  private static final @Nullable MethodHandle USER_SECONDS_PROXY =
      optionalGetter(CACHE, "userKeepAliveProxy");

  // Since 17 these are locks that can be tried; before, monitors, which cannot.
  private static final @Nullable MethodHandle CONNECTION_LOCK =
      optionalGetter(URL_CONNECTION, "connectionLock");
  private static final @Nullable MethodHandle LENGTH_LOCK = optionalGetter(METERED, "readLock");
  private static final @Nullable MethodHandle CHUNKED_LOCK =
      optionalGetter(CHUNKED_BODY, "readLock");

  private Internals() {}

  static boolean isTls(Object client) {
    return TLS_CLIENT.isInstance(client);
  }

  static @Nullable Socket socket(Object client) throws Throwable {
    return (Socket) (Object) SOCKET.invokeExact(client);
  }

  /** The TCP socket below a socket, or null if that is TLS of a provider that we do not know. */
  static @Nullable Socket raw(Socket socket) throws Throwable {
    if (!(socket instanceof SSLSocket)) {
      return socket;
    }
    return TLS_SOCKET.isInstance(socket)
        ? (Socket) (Object) RAW.invokeExact((Object) socket)
        : null;
  }

  /** Closes a connection's socket; never throws but what breaks everything. */
  static void close(Object client) throws Throwable {
    CLOSE.invokeExact(client);
  }

  /** Tells a client that its answer was read: it keeps itself for reuse, or closes. */
  static void finished(Object client) throws Throwable {
    FINISHED.invokeExact(client);
  }

  static boolean keepingAlive(Object client) throws Throwable {
    return (boolean) KEEPING_ALIVE.invokeExact(client);
  }

  /** The JDK sends no request of this exchange again. Holds until the answer arrives. */
  static void doNotRetry(Object client) throws Throwable {
    DO_NOT_RETRY.invokeExact(client, true);
  }

  /**
   * What the last answer's {@code Keep-Alive} header said in seconds, 0 or -1 if nothing, -2 if
   * zero.
   */
  static int keepAliveSeconds(Object client) throws Throwable {
    return (int) KEEP_ALIVE_SECONDS.invokeExact(client);
  }

  static boolean usingProxy(Object client) throws Throwable {
    return (boolean) USING_PROXY.invokeExact(client);
  }

  /** A header of the last request that travelled on a connection. */
  static @Nullable String sentHeader(Object client, String name) throws Throwable {
    return header((Object) REQUEST_OF_CLIENT.invokeExact(client), name);
  }

  /** A header that the application has set. */
  static @Nullable String requestHeader(Object urlConnection, String name) throws Throwable {
    return header((Object) REQUEST.invokeExact(urlConnection), name);
  }

  /** The first line of the answer, null if there is none. */
  static @Nullable String statusLine(Object urlConnection) throws Throwable {
    return header((Object) RESPONSE.invokeExact(urlConnection), null);
  }

  static @Nullable String responseHeader(Object urlConnection, String name) throws Throwable {
    return header((Object) RESPONSE.invokeExact(urlConnection), name);
  }

  private static @Nullable String header(@Nullable Object headers, @Nullable String name)
      throws Throwable {
    return headers == null
        ? null
        : (String) (Object) FIND_HEADER.invokeExact(headers, (Object) name);
  }

  static @Nullable SSLSocketFactory factory(Object tlsClient) throws Throwable {
    return (SSLSocketFactory) (Object) FACTORY.invokeExact(tlsClient);
  }

  /** A connection that is opened again is opened by the factory of whom it belongs to now. */
  static void factory(Object tlsClient, @Nullable SSLSocketFactory factory) throws Throwable {
    SET_FACTORY.invokeExact(tlsClient, (Object) factory);
  }

  /**
   * Takes a client out of the JDK's own cache: the one that was put there last for this one's
   * server and factory, so this one if nobody was faster.
   */
  static @Nullable Object takeFromJdk(Object client) throws Throwable {
    Object factory = isTls(client) ? (Object) FACTORY.invokeExact(client) : null;
    Object url = (Object) URL_OF_CLIENT.invokeExact(client);
    return (Object) TAKE.invokeExact((Object) THE_CACHE.invokeExact(), url, factory);
  }

  /** The client that a connection of the application has, or null. */
  static @Nullable Object client(Object urlConnection) throws Throwable {
    return (Object) HTTP.invokeExact(urlConnection);
  }

  /** Takes the client from a connection of the application, which then has to connect anew. */
  static void detach(Object urlConnection) throws Throwable {
    SET_HTTP.invokeExact(urlConnection, (Object) null);
    SET_CONNECTED.invokeExact(urlConnection, false);
  }

  static @Nullable InputStream input(Object urlConnection) throws Throwable {
    return (InputStream) (Object) INPUT.invokeExact(urlConnection);
  }

  /** Whether this is what the application reads: redirects and challenges are behind it. */
  static boolean isAnswer(@Nullable InputStream input) {
    return ANSWER.isInstance(input);
  }

  /** The body below what the application reads. */
  static @Nullable InputStream body(Object client) throws Throwable {
    return (InputStream) (Object) BODY.invokeExact(client);
  }

  /** Whether a body's end is known, so that its connection can be used again behind it. */
  static boolean isBounded(@Nullable InputStream body) {
    return LENGTH_BODY.isInstance(body) || CHUNKED_BODY.isInstance(body);
  }

  /**
   * Reads what is left of a body into memory if that is possible without waiting, and gives its
   * connection back.
   */
  static boolean hurry(Object client, InputStream body) throws Throwable {
    if (!(boolean) HURRY.invokeExact((Object) body)) {
      return false;
    }
    if (LENGTH_BODY.isInstance(body)) {
      finished(client); // the chunked one does so itself
    }
    return true;
  }

  static @Nullable ReentrantLock lockOfConnection(Object urlConnection) throws Throwable {
    return lock(CONNECTION_LOCK, urlConnection);
  }

  static @Nullable ReentrantLock lockOfBody(InputStream body) throws Throwable {
    return lock(LENGTH_BODY.isInstance(body) ? LENGTH_LOCK : CHUNKED_LOCK, body);
  }

  private static @Nullable ReentrantLock lock(@Nullable MethodHandle of, Object object)
      throws Throwable {
    Object lock = of == null ? null : (Object) of.invokeExact(object);
    return lock instanceof ReentrantLock ? (ReentrantLock) lock : null;
  }

  /** What stands for the authenticator of a connection; the JDK compares it as well. */
  static @Nullable Object authenticator(Object urlConnection) throws Throwable {
    return AUTHENTICATOR == null ? null : (Object) AUTHENTICATOR.invokeExact(urlConnection);
  }

  /** {@code http.keepAlive.time.server} or {@code .proxy} as the JDK has read it, -1 if not set. */
  static int userKeepAliveSeconds(boolean proxy) throws Throwable {
    MethodHandle seconds = proxy ? USER_SECONDS_PROXY : USER_SECONDS_SERVER;
    return seconds == null ? -1 : (int) seconds.invokeExact();
  }
}
