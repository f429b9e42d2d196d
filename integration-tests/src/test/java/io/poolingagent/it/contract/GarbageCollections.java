package io.poolingagent.it.contract;

import io.poolingagent.it.App;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryMXBean;

/**
 * Collects the garbage of an application over and over, while it waits for what it has dropped
 * itself. One collection is not enough: the thread that got an answer may hold it a moment longer.
 */
final class GarbageCollections implements AutoCloseable {

  private final MemoryMXBean memory;
  private final Thread collector;
  private volatile boolean closed;

  GarbageCollections(App app) {
    try {
      memory =
          ManagementFactory.newPlatformMXBeanProxy(
              app.jvm().mbeans(), ManagementFactory.MEMORY_MXBEAN_NAME, MemoryMXBean.class);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    collector = Upstream.daemon("garbage-collections", this::collect);
  }

  private void collect() {
    while (!closed) {
      memory.gc();
      Upstream.pause(100);
    }
  }

  /** To be closed before the application is. */
  @Override
  public void close() {
    closed = true;
    try {
      collector.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
