package io.poolingagent.sample.demo;

import io.poolingagent.sample.ChildJvm;
import io.poolingagent.sample.upstream.UpstreamCounts;
import io.poolingagent.sample.upstream.UpstreamJvm;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * The application in a JVM of its own, and what is known about it so far: one column of the table.
 */
final class AppJvm implements AutoCloseable {
  private final String name;
  private final ChildJvm jvm;
  private final UpstreamJvm upstream;
  private UpstreamCounts seen = UpstreamCounts.NONE;
  private Measurement measured = Measurement.NONE;

  /**
   * @param name for messages
   * @param upstream what it calls; asked what it sees of this application
   */
  AppJvm(String name, ChildJvm jvm, UpstreamJvm upstream) {
    this.name = name;
    this.jvm = jvm;
    this.upstream = upstream;
  }

  /** Works for some time without being measured, except by the server. */
  void warmUp(Duration time) throws IOException, InterruptedException {
    turn("warm-up", time);
  }

  /** Works for some time and adds that to the measurement. */
  void measure(Duration time) throws IOException, InterruptedException {
    turn("measure", time);
  }

  private void turn(String order, Duration time) throws IOException, InterruptedException {
    UpstreamCounts before = upstream.counts();
    jvm.tell(order + " " + time.toMillis());
    measured = Measurement.parse(jvm.hear(time.plusSeconds(30)));
    seen = seen.plus(upstream.counts().since(before));
  }

  String name() {
    return name;
  }

  /** What the server saw of it, warm-up included. */
  UpstreamCounts seen() {
    return seen;
  }

  Measurement measured() {
    return measured;
  }

  /** The lines that it printed as errors; the agent says there what it does. */
  List<String> errors() throws IOException {
    return jvm.errors();
  }

  @Override
  public void close() throws IOException {
    jvm.close();
  }
}
