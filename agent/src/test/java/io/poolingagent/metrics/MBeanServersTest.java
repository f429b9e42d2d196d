package io.poolingagent.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.management.ManagementFactory;
import java.util.Map;
import javax.management.MBeanServer;
import javax.management.MBeanServerFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MBeanServersTest {

  @ParameterizedTest
  @ValueSource(
      strings = {
        "org.jboss.modules.Main -mp /opt/wildfly/modules org.jboss.as.standalone",
        "/opt/wildfly/jboss-modules.jar -mp modules org.jboss.as.standalone",
        "weblogic.Server",
        "com.sun.enterprise.glassfish.bootstrap.ASMain -upgrade false",
        "fish.payara.micro.PayaraMicro --deploy a.war",
        "payara-micro-6.2024.1.jar --deploy a.war",
        "/opt/ol/wlp/bin/tools/ws-server.jar defaultServer",
        "com.ibm.wsspi.bootstrap.WSPreLauncher -nosplash"
      })
  void applicationServersAreRecognised(String command) {
    assertThat(MBeanServers.isApplicationServer(Map.of("sun.java.command", command))).isTrue();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "com.acme.Main org.jboss.modules.Main",
        "/srv/app.jar --server=weblogic.Server",
        "org.apache.catalina.startup.Bootstrap start",
        ""
      })
  void otherApplicationsAreNot(String command) {
    assertThat(MBeanServers.isApplicationServer(Map.of("sun.java.command", command))).isFalse();
  }

  @Test
  void applicationServersAreRecognisedByTheirPropertiesToo() {
    assertThat(MBeanServers.isApplicationServer(Map.of("jboss.home.dir", "/opt/wildfly"))).isTrue();
    assertThat(MBeanServers.isApplicationServer(Map.of())).isFalse();
  }

  @Test
  void mainHasNotBegunWhileAgentsStartOrTheLauncherLooksForTheMainClass() {
    StackTraceElement[] premain = {
      frame("com.acme.OtherAgent", "premain"),
      frame("sun.instrument.InstrumentationImpl", "loadClassAndCallPremain")
    };
    StackTraceElement[] launcher = {frame("sun.launcher.LauncherHelper", "checkAndLoadMain")};
    StackTraceElement[] application = {
      frame("com.acme.Main", "run"), frame("com.acme.Main", "main")
    };

    assertThat(MBeanServers.mainHasBegun(premain)).isFalse();
    assertThat(MBeanServers.mainHasBegun(launcher)).isFalse();
    assertThat(MBeanServers.mainHasBegun(application)).isTrue();
    assertThat(MBeanServers.mainHasBegun(null)).as("main has returned").isTrue();
  }

  private static StackTraceElement frame(String type, String method) {
    return new StackTraceElement(type, method, null, -1);
  }

  @Test
  void anApplicationsOwnServerIsNotTakenForThePlatforms() {
    MBeanServer own = MBeanServerFactory.createMBeanServer("own");
    try {
      MBeanServer platform = ManagementFactory.getPlatformMBeanServer();
      assertThat(new MBeanServers(Map.of()).find()).isSameAs(platform);
      assertThat(new MBeanServers(Map.of("jboss.home.dir", "/")).find())
          .as("it exists, so an application server has no objection")
          .isSameAs(platform);
    } finally {
      MBeanServerFactory.releaseMBeanServer(own);
    }
  }
}
