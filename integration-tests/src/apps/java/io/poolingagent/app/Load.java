package io.poolingagent.app;

import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import javax.management.JMException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/** As many requests as possible for some time, measured from within the application. */
final class Load {

  private final Library library;
  private final Config config;
  private final @Nullable Object kept;
  private final boolean cleanUp;

  /**
   * Describes the application.
   *
   * @param kept one client for all requests, or null for a new one for each
   * @param cleanUp the documented clean-up calls after each request
   */
  Load(Library library, Config config, @Nullable Object kept, boolean cleanUp) {
    this.library = library;
    this.config = config;
    this.kept = kept;
    this.cleanUp = cleanUp;
  }

  /**
   * Answers requests, failures, nanos (wall), cpu (nanos of the whole process), threads (peak), p50
   * and p99 (nanos), and the first failure.
   *
   * @param calls what is called, one after the other and from the beginning again
   */
  String run(List<Call> calls, int threads, int millis) throws Exception {
    List<Worker> workers = new ArrayList<>();
    AtomicInteger turn = new AtomicInteger();
    AtomicBoolean stop = new AtomicBoolean();
    ManagementFactory.getThreadMXBean().resetPeakThreadCount();
    long start = System.nanoTime();
    long cpu = processCpuNanos();
    for (int i = 0; i < threads; i++) {
      Worker worker = new Worker("load-" + i, calls, turn, stop);
      workers.add(worker);
      worker.start();
    }
    Thread.sleep(millis);
    stop.set(true);
    for (Worker worker : workers) {
      worker.join();
    }
    long cpuUsed = processCpuNanos() - cpu;
    long nanos = System.nanoTime() - start;
    int peak = ManagementFactory.getThreadMXBean().getPeakThreadCount();
    long[] times =
        workers.stream()
            .flatMapToLong(worker -> Arrays.stream(worker.times, 0, worker.requests))
            .sorted()
            .toArray();
    long failures = workers.stream().mapToLong(worker -> worker.failures).sum();
    String failure =
        workers.stream()
            .map(worker -> String.valueOf(worker.failure))
            .filter(text -> !text.equals("null"))
            .findFirst()
            .orElse("");
    return "requests="
        + times.length
        + "\tfailures="
        + failures
        + "\tnanos="
        + nanos
        + "\tcpu="
        + cpuUsed
        + "\tthreads="
        + peak
        + "\tp50="
        + percentile(times, 0.5)
        + "\tp99="
        + percentile(times, 0.99)
        + "\tfailure="
        + Reply.escape(failure);
  }

  private static long percentile(long[] sorted, double share) {
    return sorted.length == 0 ? 0 : sorted[(int) (share * (sorted.length - 1))];
  }

  private static long processCpuNanos() throws JMException {
    Object nanos =
        ManagementFactory.getPlatformMBeanServer()
            .getAttribute(new ObjectName("java.lang:type=OperatingSystem"), "ProcessCpuTime");
    return (Long) nanos;
  }

  private final class Worker extends Thread {
    private final List<Call> calls;
    private final AtomicInteger turn;
    private final AtomicBoolean stop;
    private long[] times = new long[1 << 12];
    private int requests;
    private int failures;
    private @Nullable Throwable failure;

    Worker(String name, List<Call> calls, AtomicInteger turn, AtomicBoolean stop) {
      super(name);
      this.calls = calls;
      this.turn = turn;
      this.stop = stop;
    }

    @Override
    public void run() {
      while (!stop.get()) {
        Call call = next();
        long start = System.nanoTime();
        try {
          Object client = kept == null ? library.newClient(config) : kept;
          int status = library.status(client, call);
          if (cleanUp) {
            library.cleanUp(client);
          }
          if (status == 200) {
            add(System.nanoTime() - start);
            continue;
          }
          failure = new IllegalStateException("status " + status);
        } catch (Exception | LinkageError e) {
          failure = e;
        }
        failures++;
        if (failures > 1000) {
          return;
        }
      }
    }

    private Call next() {
      return calls.size() == 1
          ? calls.get(0)
          : calls.get(Math.floorMod(turn.getAndIncrement(), calls.size()));
    }

    private void add(long nanos) {
      if (requests == times.length) {
        times = Arrays.copyOf(times, requests * 2);
      }
      times[requests++] = nanos;
    }
  }
}
