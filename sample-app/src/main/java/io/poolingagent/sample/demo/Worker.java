package io.poolingagent.sample.demo;

import com.sun.management.OperatingSystemMXBean;
import io.poolingagent.sample.BadFlag;
import io.poolingagent.sample.Fields;
import io.poolingagent.sample.Flags;
import io.poolingagent.sample.app.ClientLibrary;
import io.poolingagent.sample.app.ClientStyle;
import io.poolingagent.sample.app.HttpCalls;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;

/**
 * {@code run}: the application under load, measured from inside its own JVM. Knows nothing of the
 * agent; whether there is one is the matter of who starts the JVM.
 */
public final class Worker implements AutoCloseable {
  private final Fields about;
  private final Load load;
  private final OperatingSystemMXBean system =
      (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

  private final Histogram latencies = new Histogram(3);
  private long nanos;
  private long cpuNanos;

  private Worker(Fields about, Load load) {
    this.about = about;
    this.load = load;
  }

  /**
   * Warms up, measures once, and prints the result; with {@code --child} does instead what it is
   * told on standard input: {@code warm-up SECONDS} or {@code measure SECONDS} per line, each
   * answered with the result so far.
   */
  public static void run(Flags flags) throws IOException, InterruptedException {
    ClientLibrary library = flags.oneOf("client", ClientLibrary.JDK);
    ClientStyle style = flags.oneOf("style", ClientStyle.PER_REQUEST);
    boolean cleanUp = flags.has("cleanup");
    String upstream = flags.text("upstream", "");
    int callers = flags.number("threads", 4, 1, 10_000);
    Duration warmUp = flags.duration("warmup", Duration.ofSeconds(3));
    Duration time = flags.duration("seconds", Duration.ofSeconds(5));
    boolean child = flags.has("child");
    flags.rejectOthers();
    if (upstream.isEmpty()) {
      throw new BadFlag(
          "run --upstream",
          "needs a URL; start one with the upstream command, which prints its URLs");
    }

    Fields about =
        new Fields()
            .with("client", Flags.spell(library))
            .with("style", Flags.spell(style))
            .with("cleanup", cleanUp)
            .with("threads", callers);
    HttpCalls calls = calls(library, style, cleanUp);
    try (Worker worker = new Worker(about, new Load(calls, upstream, callers))) {
      if (child) {
        worker.obey();
      } else {
        worker.load.run(warmUp);
        worker.measure(time);
        System.out.println(worker.result());
      }
    }
    System.exit(0); // Clients that nobody closes may keep threads that are no daemons.
  }

  private static HttpCalls calls(ClientLibrary library, ClientStyle style, boolean cleanUp) {
    try {
      return library.calls(style, cleanUp);
    } catch (NoClassDefFoundError e) {
      throw new BadFlag(
          "run --client " + Flags.spell(library),
          "the library is not on the class path ("
              + e.getMessage()
              + "); add a directory of target/clients");
    }
  }

  private void obey() throws IOException, InterruptedException {
    BufferedReader orders =
        new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String order = orders.readLine(); order != null; order = orders.readLine()) {
      String[] words = order.split(" ");
      Duration time = Duration.ofMillis(Long.parseLong(words[1]));
      if (words[0].equals("measure")) {
        measure(time);
      } else {
        load.run(time);
      }
      System.out.println(result());
    }
  }

  private void measure(Duration time) throws InterruptedException {
    long cpuBefore = system.getProcessCpuTime();
    long before = System.nanoTime();
    latencies.add(load.run(time));
    nanos += System.nanoTime() - before;
    cpuNanos += system.getProcessCpuTime() - cpuBefore;
  }

  private String result() throws IOException {
    Fields result =
        about
            .with("requests", latencies.getTotalCount())
            .with("failures", load.failures())
            .with("micros", TimeUnit.NANOSECONDS.toMicros(nanos))
            .with("cpu_micros", TimeUnit.NANOSECONDS.toMicros(cpuNanos))
            .with("p50_micros", TimeUnit.NANOSECONDS.toMicros(latencies.getValueAtPercentile(50)))
            .with("p99_micros", TimeUnit.NANOSECONDS.toMicros(latencies.getValueAtPercentile(99)))
            .with("max_micros", TimeUnit.NANOSECONDS.toMicros(latencies.getMaxValue()))
            .with("peak_threads", ManagementFactory.getThreadMXBean().getPeakThreadCount())
            .with("peak_rss_mib", peakMemory());
    return Measurement.line(result);
  }

  /** In MiB, from Linux; 0 elsewhere. */
  private static long peakMemory() throws IOException {
    Path status = Paths.get("/proc/self/status");
    if (Files.isReadable(status)) {
      for (String line : Files.readAllLines(status)) {
        if (line.startsWith("VmHWM:")) {
          return Long.parseLong(line.replaceAll("\\D", "")) / 1024;
        }
      }
    }
    return 0;
  }

  @Override
  public void close() {
    load.close();
  }
}
