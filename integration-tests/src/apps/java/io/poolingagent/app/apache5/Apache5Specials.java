package io.poolingagent.app.apache5;

import io.poolingagent.app.Call;
import io.poolingagent.app.Reply;
import java.io.OutputStream;
import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.CloseableHttpResponse;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.BasicHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.io.entity.AbstractHttpEntity;
import org.apache.hc.core5.http.io.entity.EntityUtils;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.util.TimeValue;

/** Experiments with the hazards of sharing. Each answers what the application sees of it. */
final class Apache5Specials {

  private Apache5Specials() {}

  static List<String> run(String name, CloseableHttpClient client, Call call) throws Exception {
    List<String> seen = Collections.synchronizedList(new ArrayList<>());
    switch (name) {
      case "error":
        error(client, call, seen);
        break;
      case "close":
        close(client, CloseMode.GRACEFUL, call, seen);
        close(HttpClients.createDefault(), CloseMode.IMMEDIATE, call, seen);
        close(basic(), CloseMode.IMMEDIATE, call, seen);
        close(HttpClients.createMinimal(), CloseMode.GRACEFUL, call, seen);
        break;
      case "close-in-flight":
        closeInFlight(client, call, seen);
        break;
      case "abort":
        abort(client, call, seen);
        break;
      case "two-at-once":
        twoAtOnce(basic(), call, seen);
        break;
      case "own-limit":
        ownLimit(call, seen);
        break;
      case "statistics":
        statistics(call); // the first of its kind is left alone
        seen.addAll(statistics(call));
        break;
      default:
        throw new IllegalArgumentException("no special case named " + name);
    }
    return new ArrayList<>(seen);
  }

  private static CloseableHttpClient basic() {
    return HttpClients.custom()
        .setConnectionManager(new BasicHttpClientConnectionManager())
        .build();
  }

  @SuppressWarnings("deprecation") // the only way in 5.0
  private static String outcome(CloseableHttpClient client, HttpUriRequestBase request) {
    // 5.0's minimal client cannot do without a context.
    try (CloseableHttpResponse response =
        client.execute(request, org.apache.hc.client5.http.protocol.HttpClientContext.create())) {
      EntityUtils.consume(response.getEntity());
      return "status " + response.getCode();
    } catch (Exception | StackOverflowError e) {
      return Reply.failed(e).toString().replaceAll("127.0.0.1:[0-9]+", "address");
    }
  }

  /** A caller fails with an Error in the middle of a request: its client closes its manager. */
  private static void error(CloseableHttpClient client, Call call, List<String> seen) {
    seen.add(outcome(client, Apache5Program.request(call)));
    HttpUriRequestBase request = new HttpUriRequestBase("POST", URI.create(call.url()));
    request.setEntity(new Failing());
    seen.add(outcome(client, request));
    seen.add(outcome(client, Apache5Program.request(call)));
    seen.add(outcome(HttpClients.createDefault(), Apache5Program.request(call)));
  }

  private static final class Failing extends AbstractHttpEntity {
    Failing() {
      super(ContentType.TEXT_PLAIN, null);
    }

    @Override
    public java.io.InputStream getContent() {
      throw new StackOverflowError("as deep recursion does");
    }

    @Override
    public void writeTo(OutputStream out) {
      throw new StackOverflowError("as deep recursion does");
    }

    @Override
    public boolean isStreaming() {
      return false;
    }

    @Override
    public long getContentLength() {
      return 10;
    }

    @Override
    public void close() {}
  }

  private static void close(
      CloseableHttpClient client, CloseMode mode, Call call, List<String> seen) {
    seen.add(outcome(client, Apache5Program.request(call)));
    client.close(mode);
    seen.add(outcome(client, Apache5Program.request(call)));
    client.close(mode);
  }

  /** The client is closed while another thread waits for its answer. */
  private static void closeInFlight(CloseableHttpClient client, Call call, List<String> seen)
      throws Exception {
    CountDownLatch done = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              // Which of the threads is first decides the message.
              seen.add(outcome(client, Apache5Program.request(call)).replaceAll("\t.*", ""));
              done.countDown();
            });
    waiting.start();
    TimeUnit.MILLISECONDS.sleep(300); // until it is in flight
    client.close(CloseMode.IMMEDIATE);
    seen.add("ended " + done.await(10, TimeUnit.SECONDS));
  }

  /** The request is aborted while another thread waits for its answer; the client goes on. */
  private static void abort(CloseableHttpClient client, Call call, List<String> seen)
      throws Exception {
    HttpUriRequestBase request = Apache5Program.request(call);
    CountDownLatch done = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              seen.add(outcome(client, request).replaceAll("\t.*", ""));
              done.countDown();
            });
    waiting.start();
    TimeUnit.MILLISECONDS.sleep(300); // until it is in flight
    request.cancel();
    seen.add("ended " + done.await(10, TimeUnit.SECONDS));
    request.cancel();
  }

  /** A second request before the first answer is closed. */
  @SuppressWarnings("deprecation") // the only way in 5.0
  private static void twoAtOnce(CloseableHttpClient client, Call call, List<String> seen)
      throws Exception {
    try (CloseableHttpResponse open = client.execute(Apache5Program.request(call))) {
      seen.add("status " + open.getCode());
      seen.add(outcome(client, Apache5Program.request(call)).replaceAll("\\[.*\\]", "[]"));
    }
    seen.add(outcome(client, Apache5Program.request(call)));
  }

  /** The application's own limit: one connection for two threads, and little patience. */
  private static void ownLimit(Call call, List<String> seen) throws Exception {
    PoolingHttpClientConnectionManager manager = new PoolingHttpClientConnectionManager();
    manager.setMaxTotal(1);
    CloseableHttpClient client = HttpClients.custom().setConnectionManager(manager).build();
    CountDownLatch done = new CountDownLatch(1);
    Thread waiting =
        new Thread(
            () -> {
              seen.add(outcome(client, Apache5Program.request(call)));
              done.countDown();
            });
    waiting.start();
    TimeUnit.MILLISECONDS.sleep(300); // until it is in flight
    HttpUriRequestBase impatient = Apache5Program.request(call);
    impatient.setConfig(
        RequestConfig.custom().setConnectionRequestTimeout(100, TimeUnit.MILLISECONDS).build());
    seen.add(outcome(client, impatient).replaceAll("\tmessage.*", ""));
    seen.add("leased " + manager.getTotalStats().getLeased());
    done.await(10, TimeUnit.SECONDS);
    client.close();
  }

  /** What a manager tells of its connections, whatever becomes of them. */
  @SuppressWarnings("deprecation") // the only way in 5.0
  private static List<String> statistics(Call call) throws Exception {
    List<String> seen = new ArrayList<>();
    PoolingHttpClientConnectionManager manager = new PoolingHttpClientConnectionManager();
    manager.setDefaultMaxPerRoute(2);
    manager.setMaxTotal(2);
    CloseableHttpClient client = HttpClients.custom().setConnectionManager(manager).build();
    CloseableHttpResponse first = client.execute(Apache5Program.request(call));
    CloseableHttpResponse second = client.execute(Apache5Program.request(call));
    seen.add("two " + manager.getTotalStats());
    EntityUtils.consume(first.getEntity());
    seen.add("one read " + manager.getTotalStats());
    second.close();
    seen.add("one closed unread " + manager.getTotalStats());
    EntityUtils.consume(client.execute(Apache5Program.request(call)).getEntity());
    seen.add("again " + manager.getTotalStats());
    first = client.execute(Apache5Program.request(call));
    second = client.execute(Apache5Program.request(call));
    EntityUtils.consume(first.getEntity());
    EntityUtils.consume(second.getEntity());
    seen.add("both read " + manager.getTotalStats());
    URI elsewhere = URI.create(call.url().replace("localhost", "127.0.0.1"));
    EntityUtils.consume(client.execute(new HttpUriRequestBase("GET", elsewhere)).getEntity());
    seen.add("elsewhere " + manager.getTotalStats());
    manager.closeExpired();
    manager.closeIdle(TimeValue.ofHours(1));
    seen.add("none closed " + manager.getTotalStats());
    manager.closeIdle(TimeValue.ZERO_MILLISECONDS);
    seen.add("idle closed " + manager.getTotalStats());
    EntityUtils.consume(client.execute(Apache5Program.request(call)).getEntity());
    client.close();
    seen.add("shut " + manager.getTotalStats());
    return seen;
  }
}
