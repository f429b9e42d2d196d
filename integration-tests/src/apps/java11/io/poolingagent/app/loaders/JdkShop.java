package io.poolingagent.app.loaders;

import java.io.IOException;
import java.net.Authenticator;
import java.net.CookieManager;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.Proxy;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/**
 * A web application with the JDK's client, which lives outside of the application's loader: what
 * the client is given here, of classes of this loader, must not outlive the application.
 */
public final class JdkShop implements Callable<String>, AutoCloseable {

  private final URI url;
  private final ExecutorService executor = Executors.newCachedThreadPool(Thread::new);

  /** An application that gets this URL. */
  public JdkShop(String url) {
    this.url = URI.create(url);
  }

  /** Five kinds of new clients, most with objects of this loader. */
  @Override
  public String call() throws Exception {
    get(HttpClient.newHttpClient());
    get(HttpClient.newBuilder().executor(task -> executor.execute(task)).build());
    get(HttpClient.newBuilder().cookieHandler(new OwnCookies()).build());
    get(HttpClient.newBuilder().proxy(new OwnProxies()).build());
    // Left alone: else its trust, a class of this loader, would be held until its pool idles out.
    return get(
        HttpClient.newBuilder()
            .sslContext(ownTrust())
            .proxy(new OwnProxies())
            .authenticator(new OwnCredentials())
            .build());
  }

  private String get(HttpClient client) throws IOException, InterruptedException {
    HttpResponse<String> response =
        client.send(
            HttpRequest.newBuilder(url).build(), HttpResponse.BodyHandlers.ofString());
    return response.statusCode() + " " + response.body();
  }

  private static SSLContext ownTrust() throws GeneralSecurityException {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {new OwnTrust()}, null);
    return context;
  }

  @Override
  public void close() {
    executor.shutdownNow();
  }

  private static final class OwnCookies extends CookieManager {}

  private static final class OwnCredentials extends Authenticator {}

  private static final class OwnProxies extends ProxySelector {
    @Override
    public List<Proxy> select(URI uri) {
      return List.of(Proxy.NO_PROXY);
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {}
  }

  private static final class OwnTrust implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
