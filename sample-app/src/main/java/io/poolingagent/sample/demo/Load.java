package io.poolingagent.sample.demo;

import io.poolingagent.sample.app.HttpCalls;
import io.poolingagent.sample.app.MarketReport;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;

/**
 * A number of callers that each ask for one report after the other. Counts and times every HTTP
 * request. {@link #run} is for use by one thread.
 */
final class Load implements AutoCloseable {
  private static final String[] TICKERS = {
    "ACME", "GLOBEX", "INITECH", "HOOLI", "UMBRELLA", "STARK", "WAYNE"
  };

  private final MarketReport report;
  private final int callers;
  private final ExecutorService threads;
  private final LongAdder failures = new LongAdder();
  private volatile Histogram latencies = newHistogram();

  Load(HttpCalls calls, String upstream, int callers) {
    this.report = new MarketReport(new TimedCalls(calls), upstream);
    this.callers = callers;
    this.threads = Executors.newFixedThreadPool(callers);
  }

  /**
   * Lets the callers work for some time; what they began is finished.
   *
   * @return the latencies of the requests that succeeded, in nanoseconds
   */
  Histogram run(Duration time) throws InterruptedException {
    Histogram round = newHistogram();
    latencies = round;
    long end = System.nanoTime() + time.toNanos();
    List<Future<?>> running = new ArrayList<>();
    for (int caller = 0; caller < callers; caller++) {
      int first = caller;
      running.add(threads.submit(() -> callUntil(end, first)));
    }
    for (Future<?> each : running) {
      try {
        each.get();
      } catch (ExecutionException e) {
        throw new IllegalStateException(e.getCause());
      }
    }
    return round;
  }

  /** Reports that failed since the start. */
  long failures() {
    return failures.sum();
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }

  private void callUntil(long end, int first) {
    for (int i = first; System.nanoTime() - end < 0; i++) {
      try {
        report.about(TICKERS[i % TICKERS.length]);
      } catch (IOException | RuntimeException e) {
        failures.increment();
        if (failures.sum() <= 3) {
          System.err.println("A report failed: " + e);
        }
      } catch (InterruptedException e) {
        return;
      }
    }
  }

  private static Histogram newHistogram() {
    return new ConcurrentHistogram(Duration.ofMinutes(1).toNanos(), 3);
  }

  private final class TimedCalls implements HttpCalls {
    private final HttpCalls calls;

    TimedCalls(HttpCalls calls) {
      this.calls = calls;
    }

    @Override
    public String get(String url) throws IOException, InterruptedException {
      long start = System.nanoTime();
      String body = calls.get(url);
      record(start);
      return body;
    }

    @Override
    public String postJson(String url, String json) throws IOException, InterruptedException {
      long start = System.nanoTime();
      String body = calls.postJson(url, json);
      record(start);
      return body;
    }

    private void record(long start) {
      Histogram now = latencies;
      now.recordValue(Math.min(System.nanoTime() - start, now.getHighestTrackableValue()));
    }
  }
}
