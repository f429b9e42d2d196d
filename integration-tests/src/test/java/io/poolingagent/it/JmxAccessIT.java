package io.poolingagent.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import javax.management.Attribute;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayNameGeneration;
import org.junit.jupiter.api.DisplayNameGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Who may read and drive the agent is the platform's decision: nothing of ours lets anybody in. */
@SuppressWarnings({"BanJNDI", "NullAway.Init"}) // a JVM of this test; JUnit sets the folder
@DisplayNameGeneration(DisplayNameGenerator.ReplaceUnderscores.class)
class JmxAccessIT {

  private static final ClientLibrary LIBRARY = ClientLibrary.okHttp("4.12.0");
  private static final String AGENT = ForkedJvm.AGENT_MBEAN;
  private static final String PASSWORD = "open";

  @TempDir private Path folder;

  @Test
  void who_may_only_read_can_neither_set_nor_invoke_anything() throws Exception {
    int port = freePort();
    try (Upstream upstream = Upstream.http();
        App app = LIBRARY.withAgent(new String[0], remoteJmx(port))) {
      app.fetch(upstream.url("/x")).clients(2).go();
      Console.of(app).awaitBean(Console.destination(upstream));
      try (JMXConnector reader = connect(port, "reader");
          JMXConnector writer = connect(port, "writer")) {
        MBeanServerConnection read = reader.getMBeanServerConnection();
        MBeanServerConnection write = writer.getMBeanServerConnection();
        assertThat(read.getAttribute(new ObjectName(AGENT), "Enabled")).isEqualTo(true);

        int refused = 0;
        for (ObjectName bean : read.queryNames(new ObjectName("io.poolingagent:*"), null)) {
          for (MBeanAttributeInfo each : read.getMBeanInfo(bean).getAttributes()) {
            if (each.isWritable()) {
              Attribute same =
                  new Attribute(each.getName(), read.getAttribute(bean, each.getName()));
              assertThatThrownBy(() -> read.setAttribute(bean, same))
                  .as(bean + " " + each.getName())
                  .isInstanceOf(SecurityException.class);
              write.setAttribute(bean, same);
              refused++;
            }
          }
          for (MBeanOperationInfo each : read.getMBeanInfo(bean).getOperations()) {
            assertThatThrownBy(() -> invoke(read, bean, each.getName()))
                .as(bean + " " + each.getName())
                .isInstanceOf(SecurityException.class);
            invoke(write, bean, each.getName());
            refused++;
          }
        }
        assertThat(refused).as("switches, limits, operations").isGreaterThan(10);
      }
    }
  }

  @Test
  void the_agent_opens_no_port_and_leaves_no_file() throws IOException {
    try (Upstream upstream = Upstream.http();
        App app =
            LIBRARY.withAgent(
                new String[] {"log-level=debug"}, new String[] {"-Djava.io.tmpdir=" + folder})) {
      app.fetch(upstream.url("/x")).clients(2).go();
      Upstream.await(
          () -> String.valueOf(app.stat()).contains("pooling-agent-jmx"),
          () -> "no export over JMX: " + app.stat());

      assertThat(listening(app.jvm().pid())).isEmpty();
      try (Stream<Path> files = Files.list(folder)) {
        assertThat(files).isEmpty();
      }
    }
  }

  /** The inodes of a process's sockets that wait for connections, as Linux tells them. */
  private static List<String> listening(long pid) throws IOException {
    Path process = Path.of("/proc", Long.toString(pid));
    Set<String> own = new HashSet<>();
    try (Stream<Path> descriptors = Files.list(process.resolve("fd"))) {
      for (Path each : descriptors.toList()) {
        own.add(Files.readSymbolicLink(each).toString());
      }
    }
    List<String> listening = new ArrayList<>();
    for (String table : List.of("net/tcp", "net/tcp6")) {
      for (String line : Files.readAllLines(process.resolve(table))) {
        String[] columns = line.trim().split("\\s+");
        if (columns[3].equals("0A") && own.contains("socket:[" + columns[9] + "]")) {
          listening.add(line);
        }
      }
    }
    return listening;
  }

  private static @Nullable Object invoke(
      MBeanServerConnection server, ObjectName bean, String operation) throws Exception {
    return server.invoke(bean, operation, new Object[0], new String[0]);
  }

  private String[] remoteJmx(int port) throws IOException {
    Path access = folder.resolve("access");
    Files.writeString(access, "reader readonly\nwriter readwrite\n");
    Path passwords = folder.resolve("passwords");
    Files.writeString(passwords, "reader " + PASSWORD + "\nwriter " + PASSWORD + "\n");
    Files.setPosixFilePermissions(passwords, PosixFilePermissions.fromString("rw-------"));
    String jmx = "-Dcom.sun.management.jmxremote.";
    return new String[] {
      jmx + "port=" + port,
      jmx + "rmi.port=" + port,
      jmx + "host=127.0.0.1",
      "-Djava.rmi.server.hostname=127.0.0.1",
      jmx + "ssl=false",
      jmx + "authenticate=true",
      jmx + "access.file=" + access,
      jmx + "password.file=" + passwords
    };
  }

  private static JMXConnector connect(int port, String user) throws IOException {
    JMXServiceURL url =
        new JMXServiceURL("service:jmx:rmi:///jndi/rmi://127.0.0.1:" + port + "/jmxrmi");
    String[] credentials = {user, PASSWORD};
    return JMXConnectorFactory.connect(url, Map.of(JMXConnector.CREDENTIALS, credentials));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName("127.0.0.1"))) {
      return socket.getLocalPort();
    }
  }
}
