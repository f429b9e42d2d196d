package io.poolingagent.app.frameworks;

import io.poolingagent.app.TlsContent;
import java.io.Closeable;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.client.HttpClient;
import org.apache.http.client.fluent.Executor;
import org.apache.http.client.fluent.Request;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.methods.HttpPost;
import org.apache.http.conn.HttpClientConnectionManager;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.AutoRetryHttpClient;
import org.apache.http.impl.client.ContentEncodingHttpClient;
import org.apache.http.impl.client.DecompressingHttpClient;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.HttpClientBuilder;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.client.SystemDefaultHttpClient;
import org.apache.http.impl.conn.BasicClientConnectionManager;
import org.apache.http.impl.conn.BasicHttpClientConnectionManager;
import org.apache.http.impl.conn.PoolingClientConnectionManager;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.impl.conn.SingleClientConnManager;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.util.EntityUtils;

/**
 * Each way that Apache HttpClient 4 has to make a client, closed as its time wanted it to be
 * closed.
 */
@SuppressWarnings("deprecation") // most of them are, since 4.3
final class Apache4Clients {

  private Apache4Clients() {}

  static Exchange exchange(String way) {
    return way.startsWith("fluent") ? Fluent.exchange(way) : (post, url) -> send(way, post, url);
  }

  private static String send(String way, boolean post, String url) throws Exception {
    HttpClient client = client(way);
    try {
      HttpResponse response = client.execute(post ? posting(url) : new HttpGet(url));
      HttpEntity entity = response.getEntity();
      return entity == null ? "" : EntityUtils.toString(entity);
    } finally {
      if (client instanceof Closeable closeable) {
        closeable.close();
      } else {
        client.getConnectionManager().shutdown();
      }
    }
  }

  private static HttpPost posting(String url) throws Exception {
    HttpPost request = new HttpPost(url);
    StringEntity entity = new StringEntity(Exchange.BODY, StandardCharsets.UTF_8.name());
    entity.setContentType(Exchange.TYPE);
    request.setEntity(entity);
    return request;
  }

  private static HttpClient client(String way) {
    return switch (way) {
      case "default" -> new DefaultHttpClient();
      case "system-default" -> new SystemDefaultHttpClient();
      case "auto-retry" -> new AutoRetryHttpClient(new DefaultHttpClient());
      case "content-encoding" -> new ContentEncodingHttpClient();
      case "decompressing" -> new DecompressingHttpClient(new DefaultHttpClient());
      case "single" -> new DefaultHttpClient(new SingleClientConnManager());
      case "thread-safe" -> new DefaultHttpClient(new ThreadSafeClientConnManager());
      case "old-basic" -> new DefaultHttpClient(new BasicClientConnectionManager());
      case "old-pooling" -> new DefaultHttpClient(new PoolingClientConnectionManager());
      default -> Since43.client(way);
    };
  }

  /** Apart, so that versions before run without. */
  private static final class Since43 {
    static HttpClient client(String way) {
      return switch (way) {
        case "createDefault" -> HttpClients.createDefault();
        case "createSystem" -> HttpClients.createSystem();
        case "createMinimal" -> HttpClients.createMinimal();
        case "builder" -> HttpClientBuilder.create().build();
        case "basic" ->
            HttpClients.custom()
                .setConnectionManager(new BasicHttpClientConnectionManager())
                .build();
        case "pooling" ->
            HttpClients.custom()
                .setConnectionManager(new PoolingHttpClientConnectionManager())
                .build();
        case "wrapped-basic" -> on(new BasicHttpClientConnectionManager());
        case "wrapped-pooling" -> on(new PoolingHttpClientConnectionManager());
        case "minimal-pooling" ->
            HttpClients.createMinimal(new PoolingHttpClientConnectionManager());
        case "certificate" ->
            HttpClients.custom().setSslcontext(new TlsContent("manager=one").context()).build();
        default -> throw new IllegalArgumentException(way);
      };
    }

    /** On a manager behind one of the application's, as the SDKs of AWS have it. */
    private static HttpClient on(HttpClientConnectionManager manager) {
      InvocationHandler measuring =
          (self, method, arguments) -> Exchange.passOn(manager, method, arguments);
      return HttpClients.custom()
          .setConnectionManager(
              (HttpClientConnectionManager)
                  Proxy.newProxyInstance(
                      manager.getClass().getClassLoader(),
                      new Class<?>[] {HttpClientConnectionManager.class},
                      measuring))
          .build();
    }
  }

  /** Of a jar of its own. */
  private static final class Fluent {
    static Exchange exchange(String way) {
      return (post, url) -> {
        Request request =
            post
                ? Request.Post(url)
                    .bodyString(
                        Exchange.BODY, org.apache.http.entity.ContentType.create(Exchange.TYPE))
                : Request.Get(url);
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
