package io.poolingagent.app.apache4;

import io.poolingagent.app.Call;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.methods.HttpGet;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.client.utils.URIUtils;
import org.apache.http.config.RegistryBuilder;
import org.apache.http.conn.ConnectionPoolTimeoutException;
import org.apache.http.conn.routing.HttpRoute;
import org.apache.http.conn.socket.ConnectionSocketFactory;
import org.apache.http.conn.socket.PlainConnectionSocketFactory;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.impl.conn.PoolingHttpClientConnectionManager;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/** Experiments on what only this library can do wrong. */
final class Apache4Specials {

  /** Whoever has the same one is the same user; SolrJ has a class for that. */
  private static final Object USER_A = new Object();

  private Apache4Specials() {}

  static List<String> run(String name, CloseableHttpClient client, Call call) throws Exception {
    List<String> seen = new ArrayList<>();
    switch (name) {
      case "error":
        // Since 4.5.6 an Error shuts the client's connection manager.
        CloseableHttpClient failing =
            HttpClients.custom()
                .setRequestExecutor(
                    new HttpRequestExecutor() {
                      @Override
                      public HttpResponse execute(
                          HttpRequest request,
                          HttpClientConnection connection,
                          HttpContext context) {
                        throw new StackOverflowError("on purpose");
                      }
                    })
                .build();
        for (int i = 0; i < 2; i++) {
          try {
            failing.execute(Apache4Program.request(call));
          } catch (Exception | StackOverflowError e) {
            seen.add(e.toString());
          }
        }
        return seen;
      case "twice":
        // Two responses of one client open at a time.
        try (CloseableHttpResponse first = client.execute(Apache4Program.request(call))) {
          seen.add("first " + first.getStatusLine().getStatusCode());
          try (CloseableHttpResponse second = client.execute(Apache4Program.request(call))) {
            seen.add("second " + second.getStatusLine().getStatusCode());
          } catch (Exception e) {
            seen.add("second " + e);
          }
          seen.add("first " + Apache4Program.text(first.getEntity()).length());
        }
        return seen;
      case "context":
        // What the application sees of the connection, while it has it and afterwards.
        HttpClientContext context = HttpClientContext.create();
        try (CloseableHttpResponse response =
            client.execute(Apache4Program.request(call), context)) {
          seen.add("open " + context.getConnection().isOpen());
          seen.add("requests " + context.getConnection().getMetrics().getRequestCount());
          seen.add("timeout " + context.getConnection().getSocketTimeout());
          Apache4Program.text(response.getEntity());
        }
        seen.add("open afterwards " + context.getConnection().isOpen());
        return seen;
      case "ntlm":
        HttpRequestInterceptor header =
            (request, any) -> request.setHeader("Authorization", "NTLM TlRMTVNTUAAB");
        try (CloseableHttpResponse response =
            HttpClients.custom()
                .addInterceptorLast(header)
                .build()
                .execute(Apache4Program.request(call))) {
          seen.add("status " + response.getStatusLine().getStatusCode());
          Apache4Program.text(response.getEntity());
        }
        return seen;
      case "user-a":
      case "user-b":
        HttpClientContext user = HttpClientContext.create();
        user.setUserToken(name.equals("user-a") ? USER_A : Apache4Specials.class);
        try (CloseableHttpResponse response = client.execute(Apache4Program.request(call), user)) {
          seen.add("status " + response.getStatusLine().getStatusCode());
          Apache4Program.text(response.getEntity());
        }
        return seen;
      case "own-factories":
        return ownFactories(client, call);
      case "statistics":
        return statistics(call);
      default:
        throw new IllegalArgumentException("no special case named " + name);
    }
  }

  /** A manager that the agent leaves alone: nobody knows what it does. */
  private static final class Mine extends PoolingHttpClientConnectionManager {
    @Override
    public void closeExpiredConnections() {
      super.closeExpiredConnections();
    }
  }

  /**
   * A request with socket factories of its own, after one of a client that is left alone, of which
   * nothing may be left on the thread.
   */
  private static List<String> ownFactories(CloseableHttpClient client, Call call) throws Exception {
    List<String> seen = new ArrayList<>();
    try (CloseableHttpClient leftAlone =
            HttpClients.custom().setConnectionManager(new Mine()).build();
        CloseableHttpResponse response = leftAlone.execute(Apache4Program.request(call))) {
      seen.add("status " + response.getStatusLine().getStatusCode());
      Apache4Program.text(response.getEntity());
    }
    HttpClientContext context = HttpClientContext.create();
    context.setAttribute(
        "http.socket-factory-registry",
        RegistryBuilder.<ConnectionSocketFactory>create()
            .register(
                "http",
                new PlainConnectionSocketFactory() {
                  @Override
                  public Socket createSocket(HttpContext any) throws IOException {
                    seen.add("opened by its own");
                    return super.createSocket(any);
                  }
                })
            .build());
    try (CloseableHttpResponse response = client.execute(Apache4Program.request(call), context)) {
      seen.add("status " + response.getStatusLine().getStatusCode());
      Apache4Program.text(response.getEntity());
    }
    return seen;
  }

  /** What a manager tells of its connections, and keeps to, whatever becomes of them. */
  private static List<String> statistics(Call call) throws Exception {
    List<String> seen = new ArrayList<>();
    PoolingHttpClientConnectionManager manager = new PoolingHttpClientConnectionManager();
    manager.setDefaultMaxPerRoute(2);
    manager.setMaxTotal(2);
    CloseableHttpClient client = HttpClients.custom().setConnectionManager(manager).build();
    seen.add("new " + manager.getTotalStats());
    CloseableHttpResponse first = client.execute(Apache4Program.request(call));
    seen.add("one " + manager.getTotalStats());
    CloseableHttpResponse second = client.execute(Apache4Program.request(call));
    seen.add("two " + manager.getTotalStats());
    HttpRoute route = new HttpRoute(URIUtils.extractHost(URI.create(call.url())));
    seen.add("of the route " + manager.getStats(route));
    try {
      manager.requestConnection(route, null).get(50, TimeUnit.MILLISECONDS);
      seen.add("more than allowed");
    } catch (ConnectionPoolTimeoutException none) {
      seen.add("full " + none.getMessage());
    }
    Apache4Program.text(first.getEntity());
    seen.add("read " + manager.getTotalStats());
    second.close();
    seen.add("closed unread " + manager.getTotalStats());
    Apache4Program.text(client.execute(Apache4Program.request(call)).getEntity());
    seen.add("again " + manager.getTotalStats());
    first = client.execute(Apache4Program.request(call));
    second = client.execute(Apache4Program.request(call));
    Apache4Program.text(first.getEntity());
    Apache4Program.text(second.getEntity());
    seen.add("both " + manager.getTotalStats());
    HttpGet elsewhere = new HttpGet(call.url().replace("localhost", "127.0.0.1"));
    Apache4Program.text(client.execute(elsewhere).getEntity());
    seen.add("elsewhere " + manager.getTotalStats() + manager.getStats(route));
    HttpClientConnection own = manager.requestConnection(route, null).get(1, TimeUnit.SECONDS);
    seen.add("its own " + manager.getTotalStats().getLeased());
    manager.releaseConnection(own, null, 0, TimeUnit.MILLISECONDS);
    manager.closeExpiredConnections();
    seen.add("none expired " + manager.getStats(route).getAvailable());
    manager.closeIdleConnections(1, TimeUnit.HOURS);
    seen.add("none idle for so long " + manager.getStats(route).getAvailable());
    manager.closeIdleConnections(0, TimeUnit.MILLISECONDS);
    seen.add("idle closed " + manager.getTotalStats());
    Apache4Program.text(client.execute(Apache4Program.request(call)).getEntity());
    client.close();
    seen.add("shut " + manager.getTotalStats());
    return seen;
  }
}
