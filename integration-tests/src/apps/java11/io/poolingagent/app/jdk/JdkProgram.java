package io.poolingagent.app.jdk;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import io.poolingagent.app.Tls;
import io.poolingagent.app.TlsContent;
import java.io.IOException;
import java.io.InputStream;
import java.net.Authenticator;
import java.net.CookieHandler;
import java.net.CookieManager;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.PasswordAuthentication;
import java.net.Proxy;
import java.net.ProxySelector;
import java.net.SocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import javax.net.ssl.SSLParameters;

/** The JDK's client, 11 and later. */
public final class JdkProgram implements Library {
  /** Whether each client gets an executor of its own, and each request a handler that is the application's. */
  private static final boolean EXECUTORS = Boolean.getBoolean("app.executors");

  /** The library, for a program that uses several. */
  public JdkProgram() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new JdkProgram());
  }

  /**
   * Understands: tls (a description), sslContext, tlsVersion, ciphers (one name), proxy (host:port), proxySelector (of its own; none, host:port or fails), version (1.1 or 2), executor, authenticator,
   * cookies ("fails on get", "fails on put"), redirects, connectTimeout (ms), localAddress (19+). With none it is {@code HttpClient.newHttpClient()}.
   */
  @Override
  public Object newClient(Config config) throws Exception {
    HttpClient.Builder builder = HttpClient.newBuilder();
    boolean plain = !EXECUTORS;
    if (EXECUTORS) {
      builder.executor(threads());
    }
    for (String name :
        new String[] {
          "tls", "sslContext", "sslParameters", "proxy", "proxySelector", "version", "executor", "authenticator", "cookies", "redirects", "connectTimeout", "localAddress"
        }) {
      String value = config.get(name);
      if (value != null) {
        apply(builder, config, name, value);
        plain = false;
      }
    }
    return plain ? HttpClient.newHttpClient() : builder.build();
  }

  private static void apply(HttpClient.Builder builder, Config config, String name, String value) throws Exception {
    switch (name) {
      case "tls":
        builder.sslContext(new TlsContent(value).context());
        return;
      case "sslContext":
        builder.sslContext(config.instance(name, Tls.class, Tls::new).context());
        return;
      case "sslParameters":
        SSLParameters parameters = new SSLParameters();
        if (value.startsWith("TLSv")) {
          parameters.setProtocols(new String[] {value});
        } else {
          parameters.setCipherSuites(new String[] {value});
        }
        builder.sslParameters(parameters);
        return;
      case "proxy":
        builder.proxy(value.equals("none") ? HttpClient.Builder.NO_PROXY : ProxySelector.of(address(value)));
        return;
      case "proxySelector":
        builder.proxy(new Selecting(value));
        return;
      case "version":
        builder.version(value.equals("2") ? HttpClient.Version.HTTP_2 : HttpClient.Version.HTTP_1_1);
        return;
      case "executor":
        builder.executor(config.instance(name, ExecutorService.class, JdkProgram::threads));
        return;
      case "authenticator":
        builder.authenticator(config.instance(name, Authenticator.class, () -> new Basic(value)));
        return;
      case "cookies":
        builder.cookieHandler(
            value.startsWith("fails")
                ? new Failing(value)
                : config.instance(name, CookieManager.class, CookieManager::new));
        return;
      case "redirects":
        builder.followRedirects(
            Boolean.parseBoolean(value) ? HttpClient.Redirect.NORMAL : HttpClient.Redirect.NEVER);
        return;
      case "connectTimeout":
        builder.connectTimeout(Duration.ofMillis(Long.parseLong(value)));
        return;
      case "localAddress":
        HttpClient.Builder.class
            .getMethod("localAddress", InetAddress.class)
            .invoke(builder, InetAddress.getByName(value));
        return;
      default:
        throw new IllegalArgumentException(name);
    }
  }

  private static InetSocketAddress address(String value) {
    int colon = value.indexOf(':');
    return new InetSocketAddress(value.substring(0, colon), Integer.parseInt(value.substring(colon + 1)));
  }

  private static ExecutorService threads() {
    return Executors.newCachedThreadPool(
        work -> {
          Thread thread = new Thread(work, "app-executor");
          thread.setDaemon(true);
          return thread;
        });
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    if (call.read() != Call.Read.FULL) {
      HttpResponse<InputStream> response =
          ((HttpClient) client).send(request(call), own(HttpResponse.BodyHandlers.ofInputStream()));
      return reply(response, call.body(response.body()));
    }
    HttpResponse<String> response = ((HttpClient) client).send(request(call), own(HttpResponse.BodyHandlers.ofString()));
    ProxySelector selector = ((HttpClient) client).proxy().orElse(null);
    return reply(response, response.body())
        .with("asked", selector instanceof Selecting ? ((Selecting) selector).asked.toString() : "no");
  }

  @Override
  public int status(Object client, Call call) throws Exception {
    return ((HttpClient) client).send(request(call), HttpResponse.BodyHandlers.ofByteArray()).statusCode();
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) {
    CompletableFuture<HttpResponse<String>> future =
        ((HttpClient) client).sendAsync(request(call), own(HttpResponse.BodyHandlers.ofString()));
    call.cancelledBy(() -> future.cancel(true));
    return future.thenApply(response -> reply(response, response.body()));
  }

  private static <T> HttpResponse.BodyHandler<T> own(HttpResponse.BodyHandler<T> handler) {
    return EXECUTORS ? handler::apply : handler;
  }

  /** Only 21 and later have something to call. */
  @Override
  public void cleanUp(Object client) throws Exception {
    if (client instanceof AutoCloseable) {
      ((AutoCloseable) client).close();
    }
  }

  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    return JdkSpecials.run(name, (HttpClient) client, request(call));
  }

  private static HttpRequest request(Call call) {
    HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(call.url()));
    String body = call.body();
    request.method(
        call.method(),
        body == null || call.method().equals("GET")
            ? HttpRequest.BodyPublishers.noBody()
            : HttpRequest.BodyPublishers.ofString(body));
    for (Map.Entry<String, String> header : call.headers().entrySet()) {
      request.header(header.getKey(), header.getValue());
    }
    if (call.timeoutMillis() > 0) {
      request.timeout(Duration.ofMillis(call.timeoutMillis()));
    }
    return request.build();
  }

  private static Reply reply(HttpResponse<?> response, String body) {
    int redirects = 0;
    for (HttpResponse<?> prior = response.previousResponse().orElse(null);
        prior != null;
        prior = prior.previousResponse().orElse(null)) {
      redirects++;
    }
    return Reply.of(response.statusCode(), response.version().toString(), Reply.headerLines(response.headers().map()), body)
        .with("prior", Integer.toString(redirects))
        .with("cipher", response.sslSession().map(session -> session.getCipherSuite()).orElse("none"));
  }

  private static final class Failing extends CookieHandler {
    private final String when;

    Failing(String when) {
      this.when = when;
    }

    @Override
    public Map<String, List<String>> get(URI uri, Map<String, List<String>> headers) throws IOException {
      failOn("get");
      return Map.of();
    }

    @Override
    public void put(URI uri, Map<String, List<String>> headers) throws IOException {
      failOn("put");
    }

    private void failOn(String what) throws IOException {
      if (when.endsWith(what)) {
        throw new IOException(when);
      }
    }
  }

  /** Remembers what it was asked, and so is equal to no other one. */
  private static final class Selecting extends ProxySelector {
    private final String answer;
    private final List<String> asked = new CopyOnWriteArrayList<>();

    Selecting(String answer) {
      this.answer = answer;
    }

    @Override
    public List<Proxy> select(URI uri) {
      asked.add(uri.getPath() + " on " + Thread.currentThread().getName());
      if (answer.equals("fails")) {
        throw new IllegalStateException(answer);
      }
      return List.of(answer.equals("none") ? Proxy.NO_PROXY : new Proxy(Proxy.Type.HTTP, address(answer)));
    }

    @Override
    public void connectFailed(URI uri, SocketAddress address, IOException failure) {
      asked.add(address + " failed");
    }
  }

  private static final class Basic extends Authenticator {
    private final String user;

    Basic(String user) {
      this.user = user;
    }

    @Override
    protected PasswordAuthentication getPasswordAuthentication() {
      return new PasswordAuthentication(user, "secret".toCharArray());
    }
  }
}
