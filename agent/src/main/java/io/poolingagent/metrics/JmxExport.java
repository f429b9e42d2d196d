package io.poolingagent.metrics;

import io.poolingagent.pool.Destination;
import io.poolingagent.pool.SharedPool;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import javax.management.InstanceNotFoundException;
import javax.management.JMException;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the beans of an MBean server in step with the pools and destinations. Used by one thread.
 */
final class JmxExport {

  static final String DOMAIN = "io.poolingagent";

  /** An application that talks to more destinations than that is not watched bean by bean. */
  static final int MOST_DESTINATIONS = 500;

  private static final long LOOK_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(1);

  /** What failed will mostly fail again, and each time is counted. */
  private static final long AFTER_ERROR_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final ObservedAgent agent;
  private final Supplier<@Nullable MBeanServer> servers;
  private @Nullable MBeanServer server;
  private @Nullable Meters meters;
  private final Map<Destination, ObjectName> destinations = new HashMap<>();

  /** Weak: see {@link PoolBean}. */
  private final Map<SharedPool, ObjectName> pools = new WeakHashMap<>();

  private final Set<ObjectName> poolNames = new HashSet<>();

  /**
   * @param servers finds the server to export to; null as long as it is too early
   */
  JmxExport(ObservedAgent agent, Supplier<@Nullable MBeanServer> servers) {
    this.agent = agent;
    this.servers = servers;
  }

  @SuppressWarnings("InfiniteLoopStatement") // a daemon thread, for as long as the JVM
  void run() {
    for (; ; ) {
      long wait = LOOK_AGAIN_NANOS;
      try {
        look();
      } catch (JMException | RuntimeException | Error e) { // also one that is out of memory
        agent.errors().report("the export over JMX", e);
        wait = AFTER_ERROR_NANOS;
      }
      LockSupport.parkNanos(this, wait);
    }
  }

  void look() throws JMException {
    if (server == null) {
      server = servers.get();
      if (server == null) {
        return;
      }
      register(
          server, new AgentBean(agent), AgentMXBean.class, new ObjectName(DOMAIN + ":type=Agent"));
    }
    Collection<Destination> shown = shownDestinations();
    followPools(server);
    followDestinations(server, shown);
    if (meters == null && !pools.isEmpty()) {
      meters = new Meters(JmxMeters.create(server), agent);
    }
    if (meters != null) {
      meters.follow(shown);
    }
  }

  private Collection<Destination> shownDestinations() {
    List<Destination> shown = new ArrayList<>();
    List<Destination> fresh = new ArrayList<>();
    for (Destination destination : agent.pools().destinations().all()) {
      (destinations.containsKey(destination) ? shown : fresh).add(destination);
    }
    shown.addAll(
        fresh.subList(0, Math.max(0, Math.min(fresh.size(), MOST_DESTINATIONS - shown.size()))));
    return shown;
  }

  private void followDestinations(MBeanServer server, Collection<Destination> present)
      throws JMException {
    Set<Destination> kept = new HashSet<>(present);
    for (Iterator<Map.Entry<Destination, ObjectName>> each = destinations.entrySet().iterator();
        each.hasNext(); ) {
      Map.Entry<Destination, ObjectName> entry = each.next();
      if (!kept.contains(entry.getKey())) {
        unregister(server, entry.getValue());
        each.remove();
      }
    }
    for (Destination destination : present) {
      if (!destinations.containsKey(destination)) {
        String origin = ObjectName.quote(destination.origin().toString());
        ObjectName name = new ObjectName(DOMAIN + ":type=Destination,name=" + origin);
        if (destinations.containsValue(name)) {
          continue; // they differ in userinfo, which is not shown
        }
        register(server, new DestinationBean(agent, destination), DestinationMXBean.class, name);
        destinations.put(destination, name);
      }
    }
  }

  private void followPools(MBeanServer server) throws JMException {
    Collection<SharedPool> present = agent.pools().all();
    Set<ObjectName> presentNames = new HashSet<>();
    pools.keySet().retainAll(new HashSet<>(present));
    presentNames.addAll(pools.values());
    for (Iterator<ObjectName> each = poolNames.iterator(); each.hasNext(); ) {
      ObjectName name = each.next();
      if (!presentNames.contains(name)) {
        unregister(server, name);
        each.remove();
      }
    }
    for (SharedPool pool : present) {
      if (!pools.containsKey(pool)) {
        ObjectName name = freeName(pool);
        register(server, new PoolBean(pool), PoolMXBean.class, name);
        poolNames.add(name);
        pools.put(pool, name);
      }
    }
  }

  /** Copies of a library in two web applications may well have pools of equal keys. */
  private ObjectName freeName(SharedPool pool) throws JMException {
    String start = DOMAIN + ":type=Pool,client=" + pool.key().client() + ",id=" + pool.key().id();
    ObjectName name = new ObjectName(start);
    for (int n = 2; poolNames.contains(name); n++) {
      name = new ObjectName(start + "-" + n);
    }
    return name;
  }

  private static <T> void register(MBeanServer server, T bean, Class<T> type, ObjectName name)
      throws JMException {
    server.registerMBean(new DescribedBean(bean, type), name);
  }

  private static void unregister(MBeanServer server, ObjectName name) throws JMException {
    try {
      server.unregisterMBean(name);
    } catch (InstanceNotFoundException e) {
      // somebody else did
    }
  }
}
