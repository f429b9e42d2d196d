package io.poolingagent.client.jdk;

import java.security.AccessController;
import java.security.PrivilegedAction;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.SynchronousQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Threads that belong to no application, such as the workers of all lanes. A thread inherits
 * context class loader, group and access control context from the one that starts it; a shared
 * thread that kept those of the web application that happened to come first would hold it for ever.
 */
final class Workers {
  private static final AtomicInteger NEXT = new AtomicInteger();

  /** What a client without an executor of its own runs on; grows and shrinks like the JDK's own. */
  static final ExecutorService SHARED =
      new ThreadPoolExecutor(
          0,
          Integer.MAX_VALUE,
          60,
          TimeUnit.SECONDS,
          new SynchronousQueue<>(),
          task -> thread("HttpClient-pooled-Worker-" + NEXT.getAndIncrement(), task));

  private Workers() {}

  /** A daemon thread, not started, that has nothing of the current one. */
  @SuppressWarnings("removal") // JDK 17 and older still inherit the access control context
  static Thread thread(String name, Runnable task) {
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>)
            () -> {
              ThreadGroup group = Thread.currentThread().getThreadGroup();
              for (ThreadGroup parent = group; parent != null; parent = parent.getParent()) {
                group = parent;
              }
              Thread thread = new Thread(group, task, name, 0, false);
              thread.setDaemon(true);
              thread.setPriority(Thread.NORM_PRIORITY);
              thread.setContextClassLoader(ClassLoader.getSystemClassLoader());
              return thread;
            });
  }
}
