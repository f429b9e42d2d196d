package io.poolingagent.pool;

import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.security.AccessController;
import java.security.PrivilegedAction;

/**
 * Threads that carry nothing of the application thread that happens to start them: no context class
 * loader, thread group, inherited thread-locals or access control context. Each of these would hold
 * a web application after it was undeployed.
 */
public final class AgentThread {

  private AgentThread() {}

  /** A daemon thread, not started. */
  public static Thread create(String name, Runnable task) {
    // Privileged: the thread inherits the access control context of this class, not that of the
    // callers.
    return AccessController.doPrivileged(
        (PrivilegedAction<Thread>)
            () -> {
              Thread thread = withoutThreadLocals(rootGroup(), task, name);
              thread.setDaemon(true);
              thread.setPriority(Thread.NORM_PRIORITY);
              thread.setContextClassLoader(null);
              // The application's default handler is for its own threads: some end the JVM.
              thread.setUncaughtExceptionHandler((any, failure) -> {});
              return thread;
            });
  }

  private static ThreadGroup rootGroup() {
    ThreadGroup group = Thread.currentThread().getThreadGroup();
    while (group.getParent() != null) {
      group = group.getParent();
    }
    return group;
  }

  private static Thread withoutThreadLocals(ThreadGroup group, Runnable task, String name) {
    try {
      Constructor<Thread> sinceJava9 =
          Thread.class.getConstructor(
              ThreadGroup.class, Runnable.class, String.class, long.class, boolean.class);
      return sinceJava9.newInstance(group, task, name, 0L, false);
    } catch (ReflectiveOperationException e) {
      Thread thread = new Thread(group, task, name);
      try {
        Field inherited = Thread.class.getDeclaredField("inheritableThreadLocals");
        inherited.setAccessible(true);
        inherited.set(thread, null);
      } catch (ReflectiveOperationException | RuntimeException notThisJvm) {
        // it keeps them, for as long as it runs
      }
      return thread;
    }
  }
}
