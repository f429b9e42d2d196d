package io.poolingagent.app.apache4;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.io.InputStream;
import java.io.UnsupportedEncodingException;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.Collections;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.http.HttpEntity;
import org.apache.http.HttpHost;
import org.apache.http.HttpResponse;
import org.apache.http.auth.AuthScope;
import org.apache.http.auth.UsernamePasswordCredentials;
import org.apache.http.client.HttpClient;
import org.apache.http.client.methods.HttpEntityEnclosingRequestBase;
import org.apache.http.client.methods.HttpRequestBase;
import org.apache.http.client.methods.HttpUriRequest;
import org.apache.http.client.params.ClientPNames;
import org.apache.http.client.params.HttpClientParams;
import org.apache.http.conn.ClientConnectionManager;
import org.apache.http.conn.params.ConnManagerParams;
import org.apache.http.conn.params.ConnPerRouteBean;
import org.apache.http.conn.params.ConnRoutePNames;
import org.apache.http.conn.scheme.PlainSocketFactory;
import org.apache.http.conn.scheme.Scheme;
import org.apache.http.conn.scheme.SchemeRegistry;
import org.apache.http.conn.ssl.SSLSocketFactory;
import org.apache.http.entity.StringEntity;
import org.apache.http.impl.client.BasicCookieStore;
import org.apache.http.impl.client.DefaultHttpClient;
import org.apache.http.impl.client.DefaultHttpRequestRetryHandler;
import org.apache.http.impl.conn.SingleClientConnManager;
import org.apache.http.impl.conn.tsccm.ThreadSafeClientConnManager;
import org.apache.http.params.BasicHttpParams;
import org.apache.http.params.HttpConnectionParams;
import org.apache.http.params.HttpParams;
import org.apache.http.protocol.BasicHttpContext;
import org.apache.http.protocol.HttpContext;
import org.apache.http.util.EntityUtils;
import org.jspecify.annotations.Nullable;

/** {@code DefaultHttpClient}, of 4.0 to 4.5. */
@SuppressWarnings("deprecation") // all of it is, since 4.3
public final class LegacyProgram implements Library {

  /** The library, for a program that uses several. */
  public LegacyProgram() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new LegacyProgram());
  }

  @Override
  public Object newClient(Config config) throws Exception {
    ClientConnectionManager manager = manager(config);
    DefaultHttpClient client =
        manager == null
            ? new DefaultHttpClient()
            : new DefaultHttpClient(manager, new BasicHttpParams());
    SSLSocketFactory factory = tls(config);
    if (factory != null) {
      client.getConnectionManager().getSchemeRegistry().register(new Scheme("https", factory, 443));
    }
    if (config.has("buffer")) {
      HttpConnectionParams.setSocketBufferSize(client.getParams(), config.number("buffer", 0));
    }
    if (config.has("local")) {
      client
          .getParams()
          .setParameter(
              ConnRoutePNames.LOCAL_ADDRESS, address(String.valueOf(config.get("local"))));
    }
    String proxy = config.get("proxy");
    if (proxy != null && !proxy.equals("none")) {
      int colon = proxy.indexOf(':');
      client
          .getParams()
          .setParameter(
              ConnRoutePNames.DEFAULT_PROXY,
              new HttpHost(
                  proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1))));
    }
    if (config.has("connectTimeout")) {
      HttpConnectionParams.setConnectionTimeout(
          client.getParams(), config.number("connectTimeout", 0));
    }
    if (config.has("readTimeout")) {
      HttpConnectionParams.setSoTimeout(client.getParams(), config.number("readTimeout", 0));
    }
    if (config.has("retry")) {
      client.setHttpRequestRetryHandler(new DefaultHttpRequestRetryHandler(0, false));
    }
    if (config.has("cookies")) {
      client.setCookieStore(
          config.instance("cookies", BasicCookieStore.class, BasicCookieStore::new));
    }
    if (config.has("redirects")) {
      HttpClientParams.setRedirecting(
          client.getParams(), Boolean.parseBoolean(config.get("redirects")));
    }
    if (config.has("authenticator")) {
      client
          .getCredentialsProvider()
          .setCredentials(
              AuthScope.ANY,
              new UsernamePasswordCredentials(config.get("authenticator"), "secret"));
    }
    client.getParams().setParameter(ClientPNames.ALLOW_CIRCULAR_REDIRECTS, false);
    return client;
  }

  /** One of its own, since the verifier is set on it; null for the default. */
  private static @Nullable SSLSocketFactory tls(Config config) throws GeneralSecurityException {
    SSLSocketFactory factory;
    String described = config.get("tls");
    if (described != null) {
      factory = new SSLSocketFactory(new TlsContent(described).context());
    } else if (config.has("sslContext")) {
      factory = new SSLSocketFactory(config.instance("sslContext", Tls.class, Tls::new).context());
    } else if (config.has("verifier")) {
      factory = new SSLSocketFactory((KeyStore) null);
    } else {
      return null;
    }
    String verifier = config.get("verifier");
    String describedVerifier = config.get("tlsVerifier");
    if (verifier != null) {
      factory.setHostnameVerifier(
          config.instance(
              "verifier",
              Apache4Config.Trusting.class,
              () -> new Apache4Config.Trusting(verifier)));
    } else if (describedVerifier != null) {
      factory.setHostnameVerifier(
          new Apache4Config.Described(TlsContent.verifier(describedVerifier)));
    }
    return factory;
  }

  private static InetAddress address(String text) throws UnknownHostException {
    return InetAddress.getByName(text);
  }

  /** The manager that an application makes for each client, null for the client's own. */
  private static @Nullable ClientConnectionManager manager(Config config) {
    String kind = config.get("manager");
    if (kind == null) {
      return null;
    }
    SchemeRegistry registry = new SchemeRegistry();
    registry.register(new Scheme("http", PlainSocketFactory.getSocketFactory(), 80));
    registry.register(new Scheme("https", SSLSocketFactory.getSocketFactory(), 443));
    HttpParams parameters = new BasicHttpParams();
    if (kind.equals("kept")) {
      ConnManagerParams.setMaxConnectionsPerRoute(parameters, new ConnPerRouteBean(20));
    }
    return kind.equals("single")
        ? new SingleClientConnManager(parameters, registry)
        : new ThreadSafeClientConnManager(parameters, registry);
  }

  @Override
  public Reply call(Object client, Call call) throws IOException {
    HttpUriRequest request = request(call);
    call.cancelledBy(request::abort);
    HttpResponse response = ((HttpClient) client).execute(request);
    HttpEntity entity = response.getEntity();
    if (entity == null) {
      return Apache4Program.reply(response, "");
    }
    return Apache4Program.reply(
        response,
        call.read() == Call.Read.FULL
            ? EntityUtils.toString(entity)
            : call.body(entity.getContent()));
  }

  @Override
  public int status(Object client, Call call) throws IOException {
    HttpResponse response = ((HttpClient) client).execute(request(call));
    HttpEntity entity = response.getEntity();
    if (entity != null) {
      try (InputStream in = entity.getContent()) {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {
          continue;
        }
      }
    }
    return response.getStatusLine().getStatusCode();
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    return Apache4Program.inBackground(() -> call(client, call));
  }

  @Override
  public void cleanUp(Object client) {
    ((DefaultHttpClient) client).getConnectionManager().shutdown();
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    if (!name.equals("own-factories")) {
      return Library.super.special(name, client, call);
    }
    SchemeRegistry registry = new SchemeRegistry();
    registry.register(new Scheme("http", PlainSocketFactory.getSocketFactory(), 80));
    HttpContext context = new BasicHttpContext();
    context.setAttribute("http.scheme-registry", registry);
    HttpResponse response = ((HttpClient) client).execute(request(call), context);
    EntityUtils.toString(response.getEntity());
    return Collections.singleton("status " + response.getStatusLine().getStatusCode());
  }

  private static HttpUriRequest request(Call call) throws UnsupportedEncodingException {
    HttpRequestBase request;
    String body = call.body();
    if (body != null && !call.method().equals("GET")) {
      Sending sending = new Sending(call.method());
      sending.setEntity(new StringEntity(body, "UTF-8"));
      request = sending;
    } else {
      request = new Asking(call.method());
    }
    request.setURI(URI.create(call.url()));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.setHeader(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      HttpConnectionParams.setSoTimeout(request.getParams(), call.timeoutMillis());
    }
    return request;
  }

  /** Any method: 4.0 knows no PATCH. */
  private static final class Asking extends HttpRequestBase {
    private final String method;

    Asking(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }

  private static final class Sending extends HttpEntityEnclosingRequestBase {
    private final String method;

    Sending(String method) {
      this.method = method;
    }

    @Override
    public String getMethod() {
      return method;
    }
  }
}
