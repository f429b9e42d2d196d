package io.poolingagent.sample;

import io.poolingagent.sample.demo.Demo;
import io.poolingagent.sample.demo.Worker;
import io.poolingagent.sample.upstream.UpstreamCommand;
import java.util.Arrays;
import java.util.List;

/** {@code java -jar sample-app.jar COMMAND}: picks the command. */
public final class SampleApp {
  private static final String USAGE =
      String.join(
          System.lineSeparator(),
          "A market report service that creates an HTTP client per request, and what the agent makes of it.",
          "",
          "java -jar sample-app.jar demo      measure it without the agent, with it, and with one hand-kept client",
          "    --clients okhttp4,jdk          of okhttp3, okhttp4, okhttp5, apache4, apache5,",
          "                                   commonshttpclient3, jdk, urlconnection",
          "    --protocols h1,h2              of http (cleartext), h1 (TLS), h2 (TLS)",
          "    --seconds 5 --warmup 20        per column and table; the longer, the less noise",
          "    --threads 4                    callers at a time",
          "    --cleanup                      the app also closes each client, as the libraries document",
          "    --connect-delay 20ms --handshake-delay 20ms --response-delay 30ms   a far-away upstream",
          "    --agent PATH                   the agent's jar, agent/target/pooling-agent.jar unless given",
          "java -jar sample-app.jar serve     run it as a service with some load, to look at with a JMX console",
          "    --client okhttp|apache4|apache5|commonshttpclient3|jdk|urlconnection",
          "    --style per-request|shared --protocol http|h1|h2",
          "    --port 8080 --reports-per-second 4",
          "java -jar sample-app.jar upstream  run the upstream alone; the delay flags of demo",
          "java -jar sample-app.jar run       one measurement, one result line; --upstream URL and the flags above");

  private SampleApp() {}

  /**
   * Runs a command; ends the JVM with status 2 when the command line makes no sense, with 1 when
   * the command failed.
   */
  public static void main(String[] arguments) {
    try {
      run(Arrays.asList(arguments));
    } catch (BadFlag e) {
      System.err.println(e.getMessage());
      System.exit(2);
    } catch (Exception e) {
      System.err.println(
          arguments[0] + " failed: " + (e.getMessage() != null ? e.getMessage() : e.toString()));
      System.exit(1);
    }
  }

  private static void run(List<String> arguments) throws Exception {
    String command = arguments.isEmpty() ? "help" : arguments.get(0);
    Flags flags =
        new Flags(command, arguments.subList(Math.min(1, arguments.size()), arguments.size()));
    switch (command) {
      case "demo":
        Demo.run(flags);
        break;
      case "serve":
        Serve.run(flags);
        break;
      case "upstream":
        UpstreamCommand.run(flags);
        break;
      case "run":
        Worker.run(flags);
        break;
      case "help":
      case "--help":
      case "-h":
        System.out.println(USAGE);
        break;
      default:
        throw new BadFlag(command, "no such command; there is demo, serve, upstream, run, help");
    }
  }
}
