package io.poolingagent.app.frameworks;

import io.poolingagent.app.TlsContent;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import javax.net.ssl.SSLContext;
import org.apache.hc.client5.http.classic.methods.HttpGet;
import org.apache.hc.client5.http.classic.methods.HttpPost;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.fluent.Executor;
import org.apache.hc.client5.http.fluent.Request;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.apache.hc.client5.http.protocol.HttpClientContext;
import org.apache.hc.client5.http.ssl.SSLConnectionSocketFactoryBuilder;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.http.io.entity.StringEntity;

/** Each way that Apache HttpClient 5 has to make a client, closed after its request. */
final class Apache5Clients {

  private Apache5Clients() {}

  static Exchange exchange(String way) {
    return way.startsWith("fluent") ? Fluent.exchange(way) : (post, url) -> send(way, post, url);
  }

  @SuppressWarnings("deprecation") // the only way in 5.0
  private static String send(String way, boolean post, String url) throws Exception {
    HttpUriRequestBase request = post ? new HttpPost(url) : new HttpGet(url);
    if (post) {
      request.setEntity(new StringEntity(Exchange.BODY, ContentType.create(Exchange.TYPE)));
    }
    // The minimal client of 5.0 needs a context.
    try (CloseableHttpClient client = client(way);
        CloseableHttpResponse response = client.execute(request, HttpClientContext.create())) {
      HttpEntity entity = response.getEntity();
      return entity == null ? "" : EntityUtils.toString(entity);
    }
  }

  private static CloseableHttpClient client(String way) throws Exception {
    return switch (way) {
      case "createDefault" -> HttpClients.createDefault();
      case "createSystem" -> HttpClients.createSystem();
      case "createMinimal" -> HttpClients.createMinimal();
      case "custom" -> HttpClients.custom().build();
      case "basic" -> on(new BasicHttpClientConnectionManager());
      case "pooling" -> on(new PoolingHttpClientConnectionManager());
      case "wrapped-basic" -> on(wrapped(new BasicHttpClientConnectionManager()));
      case "wrapped-pooling" -> on(wrapped(new PoolingHttpClientConnectionManager()));
      case "minimal-pooling" -> HttpClients.createMinimal(new PoolingHttpClientConnectionManager());
      case "manager-builder" -> on(PoolingHttpClientConnectionManagerBuilder.create().build());
      case "certificate" -> on(certificate());
      case "certificate-strategy" -> on(certificateSince54());
      default -> throw new IllegalArgumentException(way);
    };
  }

  private static HttpClientConnectionManager wrapped(HttpClientConnectionManager manager) {
    InvocationHandler measuring =
        (self, method, arguments) -> Exchange.passOn(manager, method, arguments);
    return (HttpClientConnectionManager)
        Proxy.newProxyInstance(
            manager.getClass().getClassLoader(),
            new Class<?>[] {HttpClientConnectionManager.class},
            measuring);
  }

  private static CloseableHttpClient on(HttpClientConnectionManager manager) {
    return HttpClients.custom().setConnectionManager(manager).build();
  }

  /** As most write it who trust one certificate. */
  @SuppressWarnings("deprecation") // since 5.4
  private static HttpClientConnectionManager certificate() {
    return PoolingHttpClientConnectionManagerBuilder.create()
        .setSSLSocketFactory(
            SSLConnectionSocketFactoryBuilder.create()
                .setSslContext(new TlsContent("manager=one").context())
                .build())
        .build();
  }

  /** The same, as 5.4 and later want it: by names, since this is compiled for 5.0, too. */
  private static HttpClientConnectionManager certificateSince54() throws Exception {
    Class<?> strategy = Class.forName("org.apache.hc.client5.http.ssl.TlsSocketStrategy");
    Object made =
        Class.forName("org.apache.hc.client5.http.ssl.DefaultClientTlsStrategy")
            .getConstructor(SSLContext.class)
            .newInstance(new TlsContent("manager=one").context());
    PoolingHttpClientConnectionManagerBuilder builder =
        PoolingHttpClientConnectionManagerBuilder.create();
    PoolingHttpClientConnectionManagerBuilder.class
        .getMethod("setTlsSocketStrategy", strategy)
        .invoke(builder, made);
    return builder.build();
  }

  /** Of a jar of its own. */
  private static final class Fluent {
    static Exchange exchange(String way) {
      return (post, url) -> {
        Request request =
            post
                ? Request.post(url).bodyString(Exchange.BODY, ContentType.create(Exchange.TYPE))
                : Request.get(url);
        return switch (way) {
          case "fluent-request" -> request.execute().returnContent().asString();
          case "fluent-executor" ->
              Executor.newInstance().execute(request).returnContent().asString();
          case "fluent-own" ->
              Executor.newInstance(HttpClients.createDefault())
                  .execute(request)
                  .returnContent()
                  .asString();
          default -> throw new IllegalArgumentException(way);
        };
      };
    }
  }
}
