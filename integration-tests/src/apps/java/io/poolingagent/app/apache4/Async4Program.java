package io.poolingagent.app.apache4;

import io.poolingagent.app.Call;
import io.poolingagent.app.Config;
import io.poolingagent.app.Library;
import io.poolingagent.app.Program;
import io.poolingagent.app.Reply;
import java.io.Closeable;
import java.io.IOException;
import java.util.Collections;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.apache.http.HttpEntity;
import org.apache.http.HttpResponse;
import org.apache.http.impl.nio.client.CloseableHttpAsyncClient;
import org.apache.http.impl.nio.client.DefaultHttpAsyncClient;
import org.apache.http.impl.nio.client.HttpAsyncClients;
import org.apache.http.nio.client.HttpAsyncClient;
import org.apache.http.util.EntityUtils;

/** The clients of httpasyncclient 4.0 and 4.1, and no other. */
public final class Async4Program implements Library {

  private Async4Program() {}

  /** Runs the command loop. */
  public static void main(String[] arguments) throws IOException {
    Program.run(new Async4Program());
  }

  /** Understands: kind (minimal, old). */
  @Override
  @SuppressWarnings("deprecation") // the old one is
  public Object newClient(Config config) throws IOException {
    String kind = config.get("kind");
    if ("old".equals(kind)) {
      DefaultHttpAsyncClient old = new DefaultHttpAsyncClient();
      old.start();
      return old;
    }
    CloseableHttpAsyncClient client =
        "minimal".equals(kind)
            ? HttpAsyncClients.createMinimal()
            : HttpAsyncClients.createDefault();
    client.start();
    return client;
  }

  @Override
  public Reply call(Object client, Call call) throws Exception {
    HttpResponse response =
        ((HttpAsyncClient) client)
            .execute(Apache4Program.request(call), null)
            .get(30, TimeUnit.SECONDS);
    HttpEntity entity = response.getEntity();
    return Apache4Program.reply(response, entity == null ? "" : EntityUtils.toString(entity));
  }

  @Override
  public int status(Object client, Call call) {
    throw new UnsupportedOperationException("nothing to measure");
  }

  @Override
  public CompletableFuture<Reply> callAsync(Object client, Call call) throws Exception {
    return CompletableFuture.completedFuture(call(client, call));
  }

  @Override
  @SuppressWarnings("deprecation") // the old one is
  public void cleanUp(Object client) throws Exception {
    if (client instanceof DefaultHttpAsyncClient) {
      ((DefaultHttpAsyncClient) client).shutdown();
    } else {
      ((Closeable) client).close();
    }
  }

  /** Sends nothing. */
  @Override
  public Iterable<String> special(String name, Object client, Call call) throws Exception {
    cleanUp(client);
    return Collections.emptyList();
  }
}
