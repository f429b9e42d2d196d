package io.poolingagent.client.jdk;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpHeaders;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.Optional;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/**
 * A response whose body is a stream that only the application holds. The JDK's exchange keeps the
 * response, and the stream in it, for as long as its body is not read.
 */
final class LeasedResponse<T> implements HttpResponse<T> {
  private static final @Nullable MethodHandle CONNECTION_LABEL = connectionLabelOfJdk();

  private final HttpResponse<T> response;
  private final T body;

  LeasedResponse(HttpResponse<T> response, T body) {
    this.response = response;
    this.body = body;
  }

  private static @Nullable MethodHandle connectionLabelOfJdk() {
    try {
      return MethodHandles.publicLookup()
          .findVirtual(
              HttpResponse.class, "connectionLabel", MethodType.methodType(Optional.class));
    } catch (ReflectiveOperationException before25) {
      return null;
    }
  }

  @Override
  public int statusCode() {
    return response.statusCode();
  }

  @Override
  public HttpRequest request() {
    return response.request();
  }

  @Override
  public Optional<HttpResponse<T>> previousResponse() {
    return response.previousResponse();
  }

  @Override
  public HttpHeaders headers() {
    return response.headers();
  }

  @Override
  public T body() {
    return body;
  }

  @Override
  public Optional<SSLSession> sslSession() {
    return response.sslSession();
  }

  @Override
  public URI uri() {
    return response.uri();
  }

  @Override
  public HttpClient.Version version() {
    return response.version();
  }

  /** Of JDK 25 and later; bound by its signature. */
  @SuppressWarnings("unchecked")
  public Optional<String> connectionLabel() {
    try {
      return CONNECTION_LABEL == null
          ? Optional.empty()
          : (Optional<String>) (Optional<?>) CONNECTION_LABEL.invoke(response);
    } catch (Throwable unlikely) {
      return Optional.empty();
    }
  }

  @Override
  public String toString() {
    return response.toString();
  }
}
