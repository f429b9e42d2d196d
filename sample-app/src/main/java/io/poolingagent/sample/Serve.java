package io.poolingagent.sample;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.poolingagent.sample.app.ClientLibrary;
import io.poolingagent.sample.app.ClientStyle;
import io.poolingagent.sample.app.MarketReport;
import io.poolingagent.sample.upstream.Delays;
import io.poolingagent.sample.upstream.Protocol;
import io.poolingagent.sample.upstream.UpstreamCommand;
import io.poolingagent.sample.upstream.UpstreamJvm;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/**
 * {@code serve}: the application as a service, {@code GET /report?tickers=ACME,GLOBEX}, with a
 * gentle load of its own so that a JMX console has something to show.
 */
final class Serve {
  private static final int BACKGROUND_CALLERS = 4;

  private final MarketReport report;

  private Serve(MarketReport report) {
    this.report = report;
  }

  /** Starts serving; the JVM then runs until it is killed. */
  static void run(Flags flags) throws IOException, InterruptedException {
    ClientLibrary library = flags.oneOf("client", ClientLibrary.OKHTTP);
    ClientStyle style = flags.oneOf("style", ClientStyle.PER_REQUEST);
    boolean cleanUp = flags.has("cleanup");
    Protocol protocol = flags.oneOf("protocol", Protocol.H1);
    int port = flags.number("port", 8080, 0, 65_535);
    int reportsPerSecond = flags.number("reports-per-second", 4, 0, 1000);
    Delays delays = UpstreamCommand.delays(flags);
    flags.rejectOthers();

    HttpServer server = listen(port);
    UpstreamJvm upstream = UpstreamJvm.start(delays); // ends with us
    System.setProperty("javax.net.ssl.trustStore", upstream.addresses().trustStore().toString());
    Serve service =
        new Serve(
            new MarketReport(library.calls(style, cleanUp), upstream.addresses().url(protocol)));
    server.createContext("/report", service::answer);
    server.setExecutor(Executors.newFixedThreadPool(8));
    server.start();
    service.load(reportsPerSecond);
    explain(server.getAddress().getPort());
  }

  private static HttpServer listen(int port) throws IOException {
    try {
      return HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    } catch (BindException e) {
      throw new BadFlag(
          "serve --port", port + " is taken by another process; choose another, or 0 for any");
    }
  }

  private void answer(HttpExchange exchange) throws IOException {
    int status = 200;
    StringBuilder text = new StringBuilder();
    try {
      for (String ticker : tickers(exchange.getRequestURI().getQuery())) {
        text.append(report.about(ticker)).append('\n');
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      status = 502;
      text.append(e).append('\n');
    }
    byte[] body = text.toString().getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
    exchange.sendResponseHeaders(status, body.length);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private static String[] tickers(@Nullable String query) {
    return query != null && query.startsWith("tickers=")
        ? query.substring(8).split(",")
        : new String[] {"ACME"};
  }

  private void load(double reportsPerSecond) {
    for (int i = 0; reportsPerSecond > 0 && i < BACKGROUND_CALLERS; i++) {
      String ticker = "FUND" + i;
      Thread caller =
          new Thread(
              () -> ask(ticker, (long) (1000 * BACKGROUND_CALLERS / reportsPerSecond)),
              "load-" + i);
      caller.setDaemon(true);
      caller.start();
    }
  }

  private void ask(String ticker, long pauseMillis) {
    try {
      while (true) {
        try {
          report.about(ticker);
        } catch (IOException | RuntimeException e) {
          System.err.println("A report failed: " + e);
        }
        Thread.sleep(pauseMillis);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void explain(int port) {
    System.out.println("Serving until you press Ctrl-C");
    System.out.println("  try     curl 'http://localhost:" + port + "/report?tickers=ACME,GLOBEX'");
    System.out.println(
        "  attach  jconsole " + ManagementFactory.getRuntimeMXBean().getName().split("@")[0]);
    boolean agent =
        ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
            .anyMatch(a -> a.startsWith("-javaagent:"));
    if (!agent) {
      System.out.println("  This JVM has no agent. With it:");
      System.out.println(
          "  java -javaagent:agent/target/pooling-agent.jar -jar sample-app/target/sample-app.jar serve");
    }
  }
}
