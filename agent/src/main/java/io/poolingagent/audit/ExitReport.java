package io.poolingagent.audit;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Paths;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes the agent's counts to a file when the JVM ends, as properties: {@code errors=0}, {@code
 * okhttp3.created=12}, {@code okhttp3.pooled=10}, {@code okhttp3.leftAlone.EXPLICIT_POOL=2}, {@code
 * okhttp3.wouldPoolBut.dns=1}. For tests, and for batch jobs that nobody watches over JMX.
 */
public final class ExitReport {
  private ExitReport() {}

  /** Arranges for the file to be written; a failure to write is counted like any other error. */
  public static void writeAtExit(String file, Audit audit, Errors errors) {
    Thread writer =
        new Thread("pooling-agent-report") {
          @Override
          public void run() {
            write(file, audit, errors);
          }
        };
    writer.setContextClassLoader(null);
    Runtime.getRuntime().addShutdownHook(writer);
  }

  static void write(String file, Audit audit, Errors errors) {
    StringBuilder text = new StringBuilder();
    for (Map.Entry<String, Long> each : counts(audit.report(), errors.count()).entrySet()) {
      text.append(each.getKey()).append('=').append(each.getValue()).append('\n');
    }
    try {
      Files.write(Paths.get(file), text.toString().getBytes(StandardCharsets.UTF_8));
    } catch (IOException | RuntimeException notWritten) {
      errors.report("the report at exit", notWritten);
    }
  }

  private static Map<String, Long> counts(AuditReport report, long errors) {
    Map<String, Long> counts = new TreeMap<>();
    counts.put("errors", errors);
    for (AuditReport.Client client : report.clients()) {
      counts.put(client.name() + ".created", client.created());
      counts.put(client.name() + ".pooled", client.pooled());
      client.leftAlone().forEach((why, n) -> counts.put(client.name() + ".leftAlone." + why, n));
      client
          .wouldPoolBut()
          .forEach((part, n) -> counts.put(client.name() + ".wouldPoolBut." + part, n));
    }
    return counts;
  }
}
