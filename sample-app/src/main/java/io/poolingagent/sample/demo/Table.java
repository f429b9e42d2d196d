package io.poolingagent.sample.demo;

import java.util.Locale;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;

/** The comparison as a newcomer reads it; fits a terminal of 100 columns. */
final class Table {
  private static final String ROW = "  %-26s%16s%16s%18s%20s";

  private final AppJvm without;
  private final AppJvm with;
  private final AppJvm kept;

  private Table(AppJvm without, AppJvm with, AppJvm kept) {
    this.without = without;
    this.with = with;
    this.kept = kept;
  }

  static void print(AppJvm without, AppJvm with, AppJvm kept) {
    new Table(without, with, kept).print();
  }

  private void print() {
    print("", "without agent", "with agent", "one kept client", "agent : kept client");
    compared("requests per second", c -> c.measured().requestsPerSecond(), Table::count);
    compared("latency, median", c -> c.measured().p50Micros(), Table::time);
    compared("latency, 99th percentile", c -> c.measured().p99Micros(), Table::time);
    compared("CPU time per request", c -> c.measured().cpuMicrosPerRequest(), Table::time);
    counted("connections opened", c -> c.seen().connections());
    counted("TLS handshakes", c -> c.seen().handshakes());
    counted("threads at the peak", c -> c.measured().peakThreads());
    row("memory at the peak", c -> memory(c.measured().peakMemory()), "");
    counted("failed reports", c -> c.measured().failures());
  }

  private void compared(
      String name, ToDoubleFunction<AppJvm> value, Function<Double, String> unit) {
    double ratio = value.applyAsDouble(with) / value.applyAsDouble(kept);
    row(
        name,
        c -> unit.apply(value.applyAsDouble(c)),
        Double.isFinite(ratio) ? String.format(Locale.ROOT, "%.2fx", ratio) : "-");
  }

  private void counted(String name, ToDoubleFunction<AppJvm> value) {
    row(name, c -> count(value.applyAsDouble(c)), "");
  }

  private void row(String name, Function<AppJvm, String> value, String ratio) {
    print(name, value.apply(without), value.apply(with), value.apply(kept), ratio);
  }

  private static void print(String... cells) {
    System.out.println(String.format(ROW, (Object[]) cells).replaceAll(" +$", ""));
  }

  private static String count(double value) {
    return String.format(Locale.ROOT, "%,.0f", value);
  }

  private static String time(double micros) {
    return String.format(
        Locale.ROOT,
        micros < 1_000 ? "%.3f ms" : micros < 10_000 ? "%.2f ms" : "%.1f ms",
        micros / 1000);
  }

  private static String memory(long mebibytes) {
    return mebibytes == 0 ? "not known" : count(mebibytes) + " MiB";
  }
}
