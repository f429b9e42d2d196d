package io.poolingagent.metrics;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.MalformedObjectNameException;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Finds the platform's MBean server without being the first to ask for it where that does harm:
 * asking creates it, with whatever builder is configured, and initialises java.util.logging.
 * Application servers set both up themselves when they start, and fail to if they come second.
 */
final class MBeanServers {

  /**
   * How the main class or jar of an application server begins or what it contains, as in {@code
   * sun.java.command}.
   */
  private static final List<String> SERVERS =
      Arrays.asList(
          "org.jboss.modules.Main",
          "jboss-modules.jar",
          "org.jboss.Main",
          "weblogic.Server",
          "com.sun.enterprise.glassfish.bootstrap.",
          "org.glassfish.main.",
          "glassfish.jar",
          "fish.payara.",
          "payara-micro",
          "com.ibm.ws.",
          "com.ibm.wsspi.bootstrap.",
          "ws-server.jar",
          "ws-launch.jar");

  private static final List<String> PROPERTIES_OF_SERVERS =
      Arrays.asList(
          "jboss.home.dir",
          "jboss.modules.system.pkgs",
          "weblogic.Name",
          "com.sun.aas.instanceRoot",
          "was.install.root",
          "wlp.install.dir");

  private final boolean applicationServer;

  MBeanServers() {
    this(System.getProperties());
  }

  MBeanServers(Map<?, ?> systemProperties) {
    applicationServer = isApplicationServer(systemProperties);
  }

  static boolean isApplicationServer(Map<?, ?> systemProperties) {
    String command = String.valueOf(systemProperties.get("sun.java.command"));
    String main = command.substring(0, (command + ' ').indexOf(' '));
    return SERVERS.stream().anyMatch(main::contains)
        || PROPERTIES_OF_SERVERS.stream().anyMatch(systemProperties::containsKey);
  }

  /** The platform's server; null if it is too early to ask for it. */
  @Nullable MBeanServer find() {
    for (MBeanServer server : MBeanServerFactory.findMBeanServer(null)) {
      if (isOfThePlatform(server)) {
        return server;
      }
    }
    if (applicationServer || !mainHasBegun(stackOfMain())) {
      return null;
    }
    return ManagementFactory.getPlatformMBeanServer();
  }

  /** There may be others that applications made, and only this one is what consoles connect to. */
  private static boolean isOfThePlatform(MBeanServer server) {
    try {
      return server.isRegistered(new ObjectName(ManagementFactory.RUNTIME_MXBEAN_NAME));
    } catch (MalformedObjectNameException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Whether the application's main method runs or has run: another agent may use a client library
   * before.
   *
   * @param stack that of the main thread; null if it has ended, or was renamed by the application
   */
  static boolean mainHasBegun(StackTraceElement @Nullable [] stack) {
    return stack == null || Arrays.stream(stack).noneMatch(MBeanServers::isBeforeMain);
  }

  private static StackTraceElement @Nullable [] stackOfMain() {
    ThreadGroup root = Thread.currentThread().getThreadGroup();
    while (root.getParent() != null) {
      root = root.getParent();
    }
    Thread[] threads = new Thread[root.activeCount() + 16];
    int count = root.enumerate(threads);
    for (int i = 0; i < count; i++) {
      if (threads[i].getName().equals("main")) {
        return threads[i].getStackTrace();
      }
    }
    return null;
  }

  private static boolean isBeforeMain(StackTraceElement frame) {
    String type = frame.getClassName();
    return type.startsWith("sun.instrument.") || type.startsWith("sun.launcher.");
  }
}
