package io.poolingagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.config.Settings;
import io.poolingagent.config.SettingsReader;
import java.lang.management.ManagementFactory;
import java.util.Collections;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(30)
class TelemetryTest {

  @Test
  void exportsToThePlatformsServerOnAThreadOfItsOwnUnlessSwitchedOff() throws Exception {
    MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
    ObjectName bean = new ObjectName("io.poolingagent:type=Agent");
    FakeAgent off = new FakeAgent();
    Settings withoutJmx = SettingsReader.read("jmx=false", Collections.emptySet());
    off.settings(any -> withoutJmx);
    Telemetry.start(off);
    FakeAgent on = new FakeAgent();
    Telemetry.start(on);

    while (!platform.isRegistered(bean)) {
      Thread.onSpinWait();
    }

    Thread thread = threadNamed("pooling-agent-jmx");
    assertThat(thread.isDaemon()).isTrue();
    assertThat(thread.getContextClassLoader()).isNull();
    platform.setAttribute(bean, new javax.management.Attribute("Mode", "observe"));
    assertThat(on.settings().mode()).hasToString("OBSERVE");
    assertThat(off.settings().mode()).hasToString("POOL");
    assertThat(off.errors().count()).as("it did not even try").isZero();
    platform.unregisterMBean(bean);
  }

  private static Thread threadNamed(String name) {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().equals(name))
        .reduce(
            (one, other) -> {
              throw new AssertionError("two threads");
            })
        .orElseThrow();
  }
}
