package io.poolingagent.agent;

import io.poolingagent.config.LogLevel;
import java.io.PrintStream;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;

/**
 * The log of the agent and of its libraries: lines on the stderr that the JVM started with, one
 * prefix, no more than a bounded number a minute. It must not use {@code java.util.logging} nor
 * {@code System.Logger}: either would initialise the LogManager before the application chooses its
 * own.
 */
@SuppressWarnings("serial")
final class AgentLog extends LegacyAbstractLogger {
  private static final int LINES_A_MINUTE = 120;
  private static final long MINUTE_NANOS = 60_000_000_000L;

  /** Captured before the application replaces System.err. */
  private static volatile PrintStream out = System.err;

  private static volatile LogLevel threshold = LogLevel.INFO;

  private static final AtomicLong MINUTE = new AtomicLong(Long.MIN_VALUE);
  private static final AtomicInteger LINES = new AtomicInteger();

  AgentLog(String name) {
    this.name = name;
  }

  /** Lines less severe than this are left out from now on. */
  static void threshold(LogLevel level) {
    threshold = level;
  }

  /** Writes a line whatever the level is. */
  static void say(String line) {
    out.println("pooling-agent: " + line);
  }

  private static boolean enabled(LogLevel level) {
    return level.compareTo(threshold) <= 0;
  }

  @Override
  protected void handleNormalizedLoggingCall(
      Level level,
      @Nullable Marker marker,
      String message,
      Object @Nullable [] arguments,
      @Nullable Throwable throwable) {
    long minute = System.nanoTime() / MINUTE_NANOS;
    if (MINUTE.getAndSet(minute) != minute) {
      LINES.set(0);
    }
    int line = LINES.incrementAndGet();
    if (line > LINES_A_MINUTE) {
      return;
    }
    StringBuilder text = new StringBuilder("pooling-agent: ");
    if (level != Level.INFO) {
      text.append(level).append(' ');
    }
    text.append(name).append(": ").append(MessageFormatter.basicArrayFormat(message, arguments));
    if (line == LINES_A_MINUTE) {
      text.append(" (further lines of this minute are left out)");
    }
    if (throwable != null) {
      text.append(System.lineSeparator()).append(FailureText.of(throwable));
    }
    out.println(text);
  }

  @Override
  protected @Nullable String getFullyQualifiedCallerName() {
    return null;
  }

  @Override
  public boolean isTraceEnabled() {
    return false;
  }

  @Override
  public boolean isDebugEnabled() {
    return enabled(LogLevel.DEBUG);
  }

  @Override
  public boolean isInfoEnabled() {
    return enabled(LogLevel.INFO);
  }

  @Override
  public boolean isWarnEnabled() {
    return enabled(LogLevel.WARN);
  }

  @Override
  public boolean isErrorEnabled() {
    return enabled(LogLevel.ERROR);
  }
}
