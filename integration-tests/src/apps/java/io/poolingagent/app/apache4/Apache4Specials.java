package io.poolingagent.app.apache4;

import io.poolingagent.app.Call;
import java.util.ArrayList;
import java.util.List;
import org.apache.http.HttpClientConnection;
import org.apache.http.HttpRequest;
import org.apache.http.HttpRequestInterceptor;
import org.apache.http.HttpResponse;
import org.apache.http.client.methods.CloseableHttpResponse;
import org.apache.http.client.protocol.HttpClientContext;
import org.apache.http.impl.client.CloseableHttpClient;
import org.apache.http.impl.client.HttpClients;
import org.apache.http.protocol.HttpContext;
import org.apache.http.protocol.HttpRequestExecutor;

/** Experiments on what only this library can do wrong. */
final class Apache4Specials {

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
      default:
        throw new IllegalArgumentException("no special case named " + name);
    }
  }
}
