package io.poolingagent.app.commonshttpclient3;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.apache.commons.httpclient.DefaultHttpMethodRetryHandler;
import org.apache.commons.httpclient.Header;
import org.apache.commons.httpclient.HostConfiguration;
import org.apache.commons.httpclient.HttpClient;
import org.apache.commons.httpclient.HttpConnectionManager;
import org.apache.commons.httpclient.HttpMethodBase;
import org.apache.commons.httpclient.MultiThreadedHttpConnectionManager;
import org.apache.commons.httpclient.SimpleHttpConnectionManager;
import org.apache.commons.httpclient.UsernamePasswordCredentials;
import org.apache.commons.httpclient.auth.AuthScope;
import org.apache.commons.httpclient.auth.CredentialsProvider;
import org.apache.commons.httpclient.cookie.CookiePolicy;
import org.apache.commons.httpclient.methods.DeleteMethod;
import org.apache.commons.httpclient.methods.EntityEnclosingMethod;
import org.apache.commons.httpclient.methods.GetMethod;
import org.apache.commons.httpclient.methods.HeadMethod;
import org.apache.commons.httpclient.methods.StringRequestEntity;
import org.apache.commons.httpclient.params.HttpMethodParams;
import org.apache.commons.httpclient.protocol.Protocol;
import org.apache.commons.httpclient.protocol.ProtocolSocketFactory;
import org.jspecify.annotations.Nullable;

/** Commons HttpClient 3.1. */
public final class CommonsProgram implements Library {

  /** The library, for a program that uses several. */
  public CommonsProgram() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new CommonsProgram());
  }

  /** A client and what its requests say. */
  private static final class Client {
    final HttpClient client;
    final Config config;
    final @Nullable ProtocolSocketFactory tls;

    Client(HttpClient client, Config config) {
      this.client = client;
      this.config = config;
      this.tls = TlsSockets.of(config);
    }
  }

  /**
   * Understands: sslContext, tls, manager (simple, multi), proxy (host:port), local, noDelay,
   * connectTimeout, readTimeout (ms), retry, cookies, redirects, authenticator, proxyUser,
   * proxyUserOnDemand. With none it is {@code new HttpClient()}.
   */
  @Override
  public Object newClient(Config config) {
    HttpClient client =
        config.has("manager")
            ? new HttpClient(
                config.instance("manager", HttpConnectionManager.class, () -> manager(config)))
            : new HttpClient();
    String proxy = config.get("proxy");
    if (proxy != null && !proxy.equals("none")) {
      int colon = proxy.indexOf(':');
      client
          .getHostConfiguration()
          .setProxy(proxy.substring(0, colon), Integer.parseInt(proxy.substring(colon + 1)));
    }
    if (config.has("local")) {
      try {
        client
            .getHostConfiguration()
            .setLocalAddress(InetAddress.getByName(String.valueOf(config.get("local"))));
      } catch (UnknownHostException e) {
        throw new IllegalArgumentException(e);
      }
    }
    if (config.has("noDelay")) {
      client
          .getHttpConnectionManager()
          .getParams()
          .setTcpNoDelay(Boolean.parseBoolean(config.get("noDelay")));
    }
    if (config.has("connectTimeout")) {
      client
          .getHttpConnectionManager()
          .getParams()
          .setConnectionTimeout(config.number("connectTimeout", 0));
    }
    if (config.has("readTimeout")) {
      client.getParams().setSoTimeout(config.number("readTimeout", 0));
    }
    if (config.has("authenticator")) {
      client
          .getState()
          .setCredentials(
              AuthScope.ANY,
              new UsernamePasswordCredentials(config.get("authenticator"), "secret"));
    }
    if (config.has("proxyUser")) {
      client
          .getState()
          .setProxyCredentials(
              AuthScope.ANY, new UsernamePasswordCredentials(config.get("proxyUser"), "secret"));
    }
    if (config.has("proxyUserOnDemand")) {
      CredentialsProvider whoIsAsked =
          (scheme, host, port, ofProxy) ->
              new UsernamePasswordCredentials(config.get("proxyUserOnDemand"), "secret");
      client.getParams().setParameter(CredentialsProvider.PROVIDER, whoIsAsked);
    }
    if (!config.has("cookies")) {
      client.getParams().setCookiePolicy(CookiePolicy.IGNORE_COOKIES);
    }
    return new Client(client, config);
  }

  private static HttpConnectionManager manager(Config config) {
    return String.valueOf(config.get("manager")).startsWith("multi")
        ? new MultiThreadedHttpConnectionManager()
        : new SimpleHttpConnectionManager();
  }

  @Override
  public Reply call(Object client, Call call) throws IOException {
    HttpMethodBase method = method((Client) client, call);
    call.cancelledBy(method::abort);
    if (call.read() == Call.Read.LEAK) {
      execute((Client) client, method, call);
      return reply(method, "");
    }
    try {
      execute((Client) client, method, call);
      return reply(method, call.read() == Call.Read.CLOSE ? "" : body(method, call));
    } finally {
      method.releaseConnection();
      if (call.read() == Call.Read.TWICE) {
        method.releaseConnection();
      }
    }
  }

  private static void execute(Client client, HttpMethodBase method, Call call) throws IOException {
    ProtocolSocketFactory factory = factory(client, call);
    if (factory == null) {
      client.client.executeMethod(method);
      return;
    }
    URI uri = URI.create(call.url());
    HostConfiguration host = new HostConfiguration(client.client.getHostConfiguration());
    host.setHost(uri.getHost(), uri.getPort(), new Protocol("https", factory, 443));
    client.client.executeMethod(host, method);
  }

  private static @Nullable ProtocolSocketFactory factory(Client client, Call call) {
    return call.url().startsWith("https:") ? client.tls : null;
  }

  private static String body(HttpMethodBase method, Call call) throws IOException {
    if (call.read() != Call.Read.FULL) {
      InputStream in = method.getResponseBodyAsStream();
      return in == null ? "" : call.body(in);
    }
    byte[] bytes = method.getResponseBody();
    return bytes == null ? "" : new String(bytes, StandardCharsets.UTF_8);
  }

  @Override
  public int status(Object client, Call call) throws IOException {
    HttpMethodBase method = method((Client) client, call);
    try {
      execute((Client) client, method, call);
      InputStream in = method.getResponseBodyAsStream();
      if (in != null) {
        byte[] buffer = new byte[8192];
        while (in.read(buffer) >= 0) {}
      }
      return method.getStatusCode();
    } finally {
      method.releaseConnection();
    }
  }

  /** It knows no asynchronous calls; applications put it on threads. */
  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    CompletableFuture<Reply> future = new CompletableFuture<>();
    Thread thread =
        new Thread(
            () -> {
              try {
                future.complete(call(client, call));
              } catch (IOException | RuntimeException e) {
                future.completeExceptionally(e);
              }
            },
            "app-async");
    thread.setDaemon(true);
    thread.start();
    return future;
  }

  /** 3.0 has no such method. */
  private static void shutdown(SimpleHttpConnectionManager manager) throws Exception {
    try {
      SimpleHttpConnectionManager.class.getMethod("shutdown").invoke(manager);
    } catch (NoSuchMethodException older) {
      manager.closeIdleConnections(0);
    }
  }

  @Override
  public void cleanUp(Object client) throws Exception {
    HttpConnectionManager manager = ((Client) client).client.getHttpConnectionManager();
    if (manager instanceof MultiThreadedHttpConnectionManager) {
      ((MultiThreadedHttpConnectionManager) manager).shutdown();
    } else {
      shutdown((SimpleHttpConnectionManager) manager);
    }
  }

  private static HttpMethodBase method(Client client, Call call) throws IOException {
    // An absolute address would bring back the protocol that is registered for all.
    String url = call.url();
    HttpMethodBase method =
        bare(call, factory(client, call) == null ? url : URI.create(url).getRawPath());
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      method.setRequestHeader(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      method.getParams().setSoTimeout(call.timeoutMillis());
    }
    if ("false".equals(client.config.get("retry"))) {
      method
          .getParams()
          .setParameter(
              HttpMethodParams.RETRY_HANDLER, new DefaultHttpMethodRetryHandler(0, false));
    }
    if (client.config.has("redirects") && !(method instanceof EntityEnclosingMethod)) {
      method.setFollowRedirects(Boolean.parseBoolean(client.config.get("redirects")));
    }
    return method;
  }

  private static HttpMethodBase bare(Call call, String url) throws IOException {
    switch (call.method()) {
      case "GET":
        return new GetMethod(url);
      case "HEAD":
        return new HeadMethod(url);
      case "DELETE":
        return new DeleteMethod(url);
      default:
        EntityEnclosingMethod method =
            new EntityEnclosingMethod(url) {
              @Override
              public String getName() {
                return call.method();
              }
            };
        String body = call.body();
        if (body != null) {
          method.setRequestEntity(new StringRequestEntity(body, "text/plain", "UTF-8"));
        }
        return method;
    }
  }

  private static Reply reply(HttpMethodBase method, String body) {
    List<String> headers = new ArrayList<>();
    for (Header header : method.getResponseHeaders()) {
      headers.add(header.getName().toLowerCase(Locale.ROOT) + ": " + header.getValue());
    }
    return Reply.of(
        method.getStatusCode(), String.valueOf(method.getEffectiveVersion()), headers, body);
  }
}
