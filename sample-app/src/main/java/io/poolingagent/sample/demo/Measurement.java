package io.poolingagent.sample.demo;

import io.poolingagent.sample.Fields;

/** What a worker measured over all its rounds so far; warm-up counts only where said. Immutable. */
final class Measurement {
  /** Before the first round. */
  static final Measurement NONE = new Measurement(new Fields());

  private static final String LINE = "result";

  private final Fields fields;

  private Measurement(Fields fields) {
    this.fields = fields;
  }

  static Measurement parse(String line) {
    return new Measurement(Fields.parse(LINE, line));
  }

  static String line(Fields fields) {
    return fields.line(LINE);
  }

  double requestsPerSecond() {
    return requests() * 1e6 / fields.number("micros");
  }

  /** Requests that were answered. */
  long requests() {
    return fields.number("requests");
  }

  /** Reports that failed, warm-up included. */
  long failures() {
    return fields.number("failures");
  }

  double p50Micros() {
    return fields.number("p50_micros");
  }

  double p99Micros() {
    return fields.number("p99_micros");
  }

  double cpuMicrosPerRequest() {
    return (double) fields.number("cpu_micros") / Math.max(1, requests());
  }

  /** Live threads at the peak, warm-up included. */
  long peakThreads() {
    return fields.number("peak_threads");
  }

  /** Resident memory at the peak in MiB, warm-up included; 0 where the system does not tell. */
  long peakMemory() {
    return fields.number("peak_rss_mib");
  }
}
