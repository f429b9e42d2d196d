package io.poolingagent.it;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import org.jspecify.annotations.Nullable;

/** A JMX console on a forked JVM: reads and drives the agent's beans. */
// The other side is a JVM that this test forked.
@SuppressWarnings("BanJNDI")
public final class Console {

  /** The bean of the agent. */
  public static final String AGENT = ForkedJvm.AGENT_MBEAN;

  private final MBeanServerConnection server;

  private Console(MBeanServerConnection server) {
    this.server = server;
  }

  /** Attaches and waits until the agent has published its bean. */
  public static Console of(App app) {
    Console console = new Console(app.jvm().mbeans());
    console.awaitBean(AGENT);
    return console;
  }

  /** Waits for a bean. */
  public void awaitBean(String name) {
    Upstream.await(
        () -> !names(name).isEmpty(),
        () -> "no bean " + name + " but " + names("io.poolingagent*:*"));
  }

  /** The beans whose names match. */
  public Set<ObjectName> names(String pattern) {
    try {
      return server.queryNames(new ObjectName(pattern), null);
    } catch (IOException | JMException e) {
      throw new AssertionError(pattern, e);
    }
  }

  /** An attribute of a bean. */
  public @Nullable Object get(String bean, String attribute) {
    try {
      return server.getAttribute(new ObjectName(bean), attribute);
    } catch (IOException | JMException e) {
      throw new AssertionError(bean + " " + attribute, e);
    }
  }

  /** An attribute that is a number. */
  public long number(String bean, String attribute) {
    if (get(bean, attribute) instanceof Number number) {
      return number.longValue();
    }
    throw new AssertionError(bean + " " + attribute + " is no number: " + get(bean, attribute));
  }

  /** Sets an attribute. */
  public void set(String bean, String attribute, Object value) {
    try {
      server.setAttribute(new ObjectName(bean), new Attribute(attribute, value));
    } catch (IOException | JMException e) {
      throw new AssertionError(bean + " " + attribute, e);
    }
  }

  /** Calls an operation without arguments. */
  public @Nullable Object call(String bean, String operation) {
    try {
      return server.invoke(new ObjectName(bean), operation, new Object[0], new String[0]);
    } catch (IOException | JMException e) {
      throw new AssertionError(bean + " " + operation, e);
    }
  }

  /**
   * Every attribute of every bean of the agent, what its operations without arguments answer, its
   * descriptions, and the names of the JVM's threads; a line each.
   */
  public List<String> everything() {
    List<String> lines = new ArrayList<>();
    try {
      for (ObjectName bean : names("io.poolingagent*:*")) {
        MBeanInfo info = server.getMBeanInfo(bean);
        lines.add(bean + " = " + info);
        for (MBeanAttributeInfo attribute : info.getAttributes()) {
          lines.add(bean + " " + attribute.getName() + " = " + get(bean, attribute.getName()));
        }
        for (MBeanOperationInfo operation : info.getOperations()) {
          if (operation.getSignature().length == 0) {
            Object answer = server.invoke(bean, operation.getName(), new Object[0], new String[0]);
            lines.add(bean + " " + operation.getName() + " = " + answer);
          }
        }
      }
      ThreadMXBean threads =
          ManagementFactory.newPlatformMXBeanProxy(
              server, ManagementFactory.THREAD_MXBEAN_NAME, ThreadMXBean.class);
      for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
        if (thread != null) {
          lines.add("thread " + thread.getThreadName());
        }
      }
      return lines;
    } catch (IOException | JMException e) {
      throw new AssertionError(e);
    }
  }

  private Object get(ObjectName bean, String attribute) throws IOException, JMException {
    Object value = server.getAttribute(bean, attribute);
    return value instanceof Object[] rows ? Arrays.deepToString(rows) : String.valueOf(value);
  }

  /** How many connections were leaked by places that are known. */
  public long leaks(String client) {
    long leaks = 0;
    if (get(AGENT, "CallSites") instanceof CompositeData[] rows) {
      for (CompositeData row : rows) {
        if (client.equals(row.get("client")) && !"(unknown)".equals(row.get("location"))) {
          leaks += ((Number) row.get("leaked")).longValue();
        }
      }
    }
    return leaks;
  }

  /** The bean of a destination. */
  public static String destination(Upstream upstream) {
    String url = upstream.url("");
    return "io.poolingagent:type=Destination,name=" + ObjectName.quote(url);
  }

  /** The value of a destination's gauge, such as {@code pooling.connections.idle}. */
  public long gauge(String name, String client, Upstream upstream) {
    return number(awaitMeter(name, client, upstream), "Value");
  }

  /** The count of a destination's counter, such as {@code pooling.connections.created}. */
  public long counter(String name, String client, Upstream upstream) {
    return number(awaitMeter(name, client, upstream), "Count");
  }

  private String awaitMeter(String name, String client, Upstream upstream) {
    String bean =
        "io.poolingagent.metrics:name="
            + name
            + ",client="
            + client
            + ",destination="
            + ObjectName.quote(upstream.url(""));
    awaitBean(bean);
    return bean;
  }
}
