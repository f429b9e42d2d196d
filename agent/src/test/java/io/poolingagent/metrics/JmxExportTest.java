package io.poolingagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.poolingagent.audit.Reason;
import io.poolingagent.pool.AgentThread;
import io.poolingagent.pool.CloseReason;
import io.poolingagent.pool.Destination;
import io.poolingagent.pool.Garbage;
import io.poolingagent.pool.Permit;
import io.poolingagent.pool.PoolRegistry;
import io.poolingagent.pool.SharedPool;
import java.io.IOException;
import java.io.InputStream;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import javax.management.Attribute;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import javax.management.ObjectName;
import javax.management.RuntimeMBeanException;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class JmxExportTest {

  private static final String DESTINATION =
      "io.poolingagent:type=Destination,name=\"https://api.example.com:443\"";
  private static final String AGENT = "io.poolingagent:type=Agent";

  private final MBeanServer server = MBeanServerFactory.newMBeanServer("test");
  private final FakeAgent agent = new FakeAgent();
  private final JmxExport export = new JmxExport(agent, () -> server);
  private final FakeAgent.Library library = new FakeAgent.Library();

  private Destination destination() {
    return agent.pools().destinations().of(FakeAgent.ORIGIN);
  }

  private Object get(String bean, String attribute) throws JMException {
    return server.getAttribute(new ObjectName(bean), attribute);
  }

  private void set(String bean, String attribute, Object value) throws JMException {
    server.setAttribute(new ObjectName(bean), new Attribute(attribute, value));
  }

  private Object invoke(String bean, String operation) throws JMException {
    return server.invoke(new ObjectName(bean), operation, new Object[0], new String[0]);
  }

  private Set<String> names(String pattern) throws JMException {
    return server.queryNames(new ObjectName(pattern), null).stream()
        .map(ObjectName::toString)
        .collect(Collectors.toCollection(TreeSet::new));
  }

  @Test
  void nothingIsExportedWhileItIsTooEarly() throws Exception {
    MBeanServer[] found = new MBeanServer[1];
    JmxExport waiting = new JmxExport(agent, () -> found[0]);
    agent.pool(agent.registry, 1, library);
    waiting.look();
    assertThat(names("io.poolingagent*:*")).isEmpty();

    found[0] = server;
    waiting.look();
    assertThat(names("io.poolingagent:*")).contains(AGENT).hasSize(2);
  }

  @Test
  void noErrorEndsTheExport() throws Exception {
    CountDownLatch again = new CountDownLatch(2);
    JmxExport failing =
        new JmxExport(
            agent,
            () -> {
              again.countDown();
              throw new OutOfMemoryError("Java heap space");
            });
    Thread thread = AgentThread.create("pooling-agent-test", failing::run);
    thread.start();
    while (again.getCount() > 0 && thread.isAlive()) {
      LockSupport.unpark(thread); // it would wait for a minute
      Thread.yield();
    }
    assertThat(thread.isAlive()).isTrue();
    assertThat(agent.errors().count()).isPositive();
  }

  @Test
  void withoutAPoolThereIsTheAgentOnly() throws Exception {
    export.look();
    export.look();
    assertThat(names("io.poolingagent*:*")).containsExactly(AGENT);
  }

  @Test
  void theAgentTellsItsDecisionsAndTurnsItsSwitches() throws Exception {
    export.look();
    agent.audit().pooled("okhttp3");
    agent.audit().pooled("okhttp3");
    agent.audit().leftAlone("okhttp3", Reason.EXPLICIT_POOL, "com.acme.Pool");
    agent.audit().wouldPoolBut("okhttp3", List.of("dns"));

    assertThat(get(AGENT, "Version")).isEqualTo("1.2.3");
    assertThat(get(AGENT, "ClientsCreated")).isEqualTo(3L);
    assertThat(get(AGENT, "ClientsPooled")).isEqualTo(2L);
    assertThat(get(AGENT, "ClientsLeftAlone")).isEqualTo(1L);
    TabularData reasons = (TabularData) get(AGENT, "ClientsLeftAloneByReason");
    assertThat(reasons.get(new Object[] {"EXPLICIT_POOL"}).get("value")).isEqualTo(1L);
    CompositeData[] clients = (CompositeData[]) get(AGENT, "Clients");
    assertThat(clients).hasSize(1);
    assertThat(clients[0].get("client")).isEqualTo("okhttp3");
    assertThat(clients[0].get("reasons"))
        .asString()
        .startsWith("EXPLICIT_POOL 1 (the application gave it");
    assertThat(clients[0].get("wouldPoolBut")).isEqualTo("dns 1");
    CompositeData[] sites = (CompositeData[]) get(AGENT, "CallSites");
    assertThat(sites).anyMatch(site -> "com.acme.Pool".equals(site.get("detail")));
    assertThat(Arrays.stream(sites).mapToLong(site -> (Long) site.get("created")).sum())
        .isEqualTo(3);
    assertThat(invoke(AGENT, "printAudit"))
        .asString()
        .contains(
            "okhttp3: 3 clients, 2 pooled",
            "left alone: EXPLICIT_POOL 1",
            "would pool but for: dns");

    set(AGENT, "Enabled", false);
    assertThat(agent.settings().enabled()).isFalse();
    set(AGENT, "Mode", "observe");
    assertThat(get(AGENT, "Mode")).isEqualTo("observe");
    assertThat(get(AGENT, "Enabled")).isEqualTo(false);
    assertThatThrownBy(() -> set(AGENT, "Mode", "sleep"))
        .isInstanceOf(RuntimeMBeanException.class)
        .hasMessageContaining("mode is pool or observe, not sleep");
  }

  @Test
  void aPoolIsShownWithoutItsSecretsAndEvicted() throws Exception {
    SharedPool pool = agent.pool(agent.registry, 1, library);
    destination().acquire(pool, () -> false).release();
    library.idle.set(3);
    export.look();

    String bean = "io.poolingagent:type=Pool,client=okhttp3,id=" + pool.key().id();
    assertThat(get(bean, "Key")).isEqualTo("okhttp3{n=1, password=***}");
    assertThat(get(bean, "Idle")).isEqualTo(3);
    assertThat(get(bean, "Open")).isEqualTo(3);
    assertThat(get(AGENT, "Connections")).isEqualTo(3);
    assertThat(invoke(bean, "evictIdle")).isEqualTo(3);
    assertThat(library.idle).hasValue(0);

    library.idle.set(2);
    assertThat(invoke(AGENT, "evictIdle")).isEqualTo(2);
    library.idle.set(1);
    assertThat(invoke(DESTINATION, "evictIdle")).isEqualTo(1);
  }

  @Test
  void theLimitsOfADestinationAreChangedOneByOneAndChecked() throws Exception {
    Destination destination = destination();
    export.look();

    set(DESTINATION, "MaxConnectionsPerHost", 7);
    set(DESTINATION, "MaxConnections", 70);
    set(DESTINATION, "MaxIdlePerHost", 3);
    set(DESTINATION, "KeepAliveMillis", 4000L);
    set(DESTINATION, "MaxLifetimeMillis", 60_000L);
    set(DESTINATION, "AcquireTimeoutMillis", 100L);
    set(DESTINATION, "MaxPending", 9);
    set(DESTINATION, "OnExhausted", "fail");

    assertThat(destination.limits())
        .hasToString(
            "max-connections-per-host=7, max-connections=70, max-idle-per-host=3, keep-alive=PT4S,"
                + " max-lifetime=PT1M, acquire-timeout=PT0.1S, max-pending=9, on-exhausted=FAIL");
    for (String each :
        new String[] {"MaxConnectionsPerHost", "MaxConnections", "MaxIdlePerHost", "MaxPending"}) {
      assertThatThrownBy(() -> set(DESTINATION, each, -1))
          .hasRootCauseInstanceOf(IllegalArgumentException.class);
    }
    assertThatThrownBy(() -> set(DESTINATION, "OnExhausted", "explode"))
        .hasMessageContaining("overflow, wait or fail, not explode");
    assertThatThrownBy(() -> set(DESTINATION, "MaxLifetimeMillis", 0L))
        .hasMessageContaining("max-lifetime");
    assertThat(get(DESTINATION, "MaxConnectionsPerHost")).isEqualTo(7);
    assertThat(get(DESTINATION, "OnExhausted")).isEqualTo("fail");
    assertThat(get(DESTINATION, "KeepAliveMillis")).isEqualTo(4000L);
    assertThat(get(DESTINATION, "LearnedKeepAliveMillis")).isEqualTo(-1L);
    destination.keepAlive().serverHint(3);
    assertThat(get(DESTINATION, "LearnedKeepAliveMillis")).isEqualTo(2000L);
    assertThat(get(DESTINATION, "IdleLimitMillis")).isEqualTo(2000L);
  }

  @Test
  void aDestinationTellsWhatItSaw() throws Exception {
    SharedPool pool = agent.pool(agent.registry, 1, library);
    Permit held = destination().acquire(pool, () -> false);
    library.idle.set(2);
    destination().stats("okhttp3").opened(1_000_000, 2_000_000);
    destination().stats("okhttp3").reused();
    destination().stats("okhttp3").reused();
    destination().stats("okhttp3").reused();
    destination().stats("okhttp3").failed();
    destination().stats("okhttp3").closed(CloseReason.STALE);
    export.look();

    assertThat(get(DESTINATION, "Active")).isEqualTo(1);
    assertThat(get(DESTINATION, "Idle")).isEqualTo(2);
    assertThat(get(DESTINATION, "Open")).isEqualTo(3);
    assertThat(get(DESTINATION, "Pending")).isEqualTo(0);
    assertThat(get(DESTINATION, "Created")).isEqualTo(1L);
    assertThat(get(DESTINATION, "Reused")).isEqualTo(3L);
    assertThat(get(DESTINATION, "Failed")).isEqualTo(1L);
    assertThat(get(DESTINATION, "ReuseRatio")).isEqualTo(0.75);
    TabularData closed = (TabularData) get(DESTINATION, "ClosedByReason");
    assertThat(closed.get(new Object[] {"stale"}).get("value")).isEqualTo(1L);
    assertThat(get(DESTINATION, "Closed")).isEqualTo("stale 1");
    destination().stats("okhttp3").closed(CloseReason.POOL_CLOSED);
    assertThat(get(DESTINATION, "Closed")).isEqualTo("pool-closed 1, stale 1");

    String meter = ",client=okhttp3,destination=\"https://api.example.com:443\"";
    assertThat(get("io.poolingagent.metrics:name=pooling.connections.active" + meter, "Value"))
        .isEqualTo(1.0);
    assertThat(get("io.poolingagent.metrics:name=pooling.connections.reused" + meter, "Count"))
        .isEqualTo(3L);
    assertThat(get("io.poolingagent.metrics:name=pooling.connections.tls" + meter, "Count"))
        .isEqualTo(1L);
    assertThat(get("io.poolingagent.metrics:name=pooling.connections.tls.max" + meter, "Value"))
        .isEqualTo(2.0);
    held.release();
  }

  @Test
  void beansAndMetersGoWithThePoolAndTheDestination() throws Exception {
    SharedPool pool = agent.pool(agent.registry, 1, library);
    destination().acquire(pool, () -> false).release();
    export.look();
    assertThat(names("io.poolingagent:type=Pool,*")).hasSize(1);
    assertThat(names("io.poolingagent.metrics:destination=*,*")).isNotEmpty();

    // The application is undeployed: its adapter goes, and the registry and the pools with it.
    pool = null;
    agent.registry = new FakeAgent().registry;
    awaitNoNames("io.poolingagent:type=Pool,*");
  }

  private void awaitNoNames(String pattern) {
    Garbage.awaitCollected(
        () -> {
          export.look();
          return names(pattern).isEmpty();
        });
  }

  @Test
  void poolsOfEqualKeysInTwoApplicationsHaveBeansOfTheirOwn() throws Exception {
    PoolRegistry other = agent.pools().newRegistry(parts -> {});
    SharedPool one = agent.pool(agent.registry, 1, library);
    SharedPool two = agent.pool(other, 1, library);
    export.look();
    export.look();

    String bean = "io.poolingagent:type=Pool,client=okhttp3,id=" + one.key().id();
    assertThat(names("io.poolingagent:type=Pool,*")).containsExactly(bean, bean + "-2");
    assertThat(two.key()).isEqualTo(one.key());
    Reference.reachabilityFence(other);
  }

  @Test
  void consolesAreToldWhatEverythingMeans() throws Exception {
    agent.pool(agent.registry, 1, library);
    destination();
    export.look();

    for (String bean : names("io.poolingagent:*")) {
      MBeanInfo info = server.getMBeanInfo(new ObjectName(bean));
      assertThat(info.getDescription()).as(bean).contains(" ");
      for (MBeanAttributeInfo attribute : info.getAttributes()) {
        assertThat(attribute.getDescription())
            .as(bean + " " + attribute.getName())
            .isNotEqualTo(attribute.getName());
      }
      for (MBeanOperationInfo operation : info.getOperations()) {
        assertThat(operation.getDescription()).as(bean + " " + operation.getName()).contains(" ");
      }
    }
  }

  /** Names, tags and attributes are an API: dashboards depend on them. */
  @Test
  void namesAndTagsAreTheDocumentedOnes() throws Exception {
    SharedPool pool = agent.pool(agent.registry, 1, library);
    destination().acquire(pool, () -> false).release();
    agent.audit().pooled("okhttp3");
    export.look();
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Meters meters = new Meters(registry, agent);
    meters.follow(agent.pools().destinations().all());

    StringBuilder found = new StringBuilder("Meters\n");
    registry.getMeters().stream()
        .map(meter -> meter.getId())
        .map(JmxExportTest::describe)
        .distinct()
        .sorted()
        .forEach(line -> found.append(line).append('\n'));
    for (String bean : names("io.poolingagent:*")) {
      found.append('\n').append(bean.replace(pool.key().id(), "{hash}")).append('\n');
      describe(server.getMBeanInfo(new ObjectName(bean)), found);
    }
    assertThat(found).hasToString(golden());
  }

  private static String describe(Meter.Id id) {
    return id.getType() + " " + id.getName() + " " + tags(id);
  }

  private static List<String> tags(Meter.Id id) {
    // Reasons are still added with each client library, and are the Reason enum's to document.
    boolean anyReason = id.getName().equals("pooling.clients.left.alone");
    return id.getTags().stream()
        .map(
            tag ->
                tag.getKey()
                    + "="
                    + (anyReason && tag.getKey().equals("reason") ? "{reason}" : tag.getValue()))
        .collect(Collectors.toList());
  }

  private static void describe(MBeanInfo info, StringBuilder to) {
    Set<String> lines = new TreeSet<>();
    for (MBeanAttributeInfo attribute : info.getAttributes()) {
      lines.add(attribute.getName() + (attribute.isWritable() ? " (can be set)" : ""));
    }
    for (MBeanOperationInfo operation : info.getOperations()) {
      lines.add(operation.getName() + "()");
    }
    lines.forEach(line -> to.append("  ").append(line).append('\n'));
  }

  private static String golden() throws IOException {
    try (InputStream in =
        Objects.requireNonNull(JmxExportTest.class.getResourceAsStream("/metrics.golden.txt"))) {
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
