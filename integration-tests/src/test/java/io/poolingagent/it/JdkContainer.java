package io.poolingagent.it;

import com.github.dockerjava.api.model.AccessMode;
import com.github.dockerjava.api.model.Bind;
import com.github.dockerjava.api.model.Volume;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.junit.jupiter.api.Assumptions;
import org.testcontainers.DockerClientFactory;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.utility.DockerImageName;

/**
 * A JDK in a container. One container of each release serves all tests: a forked JVM is a process
 * in it, which shares the network and the process ids of this machine and sees the folders of the
 * build and of temporary files where they are. So it finds the servers of a test at localhost, its
 * report can be read and it can be attached to, as if it had been started here. Nothing else can be
 * written there: the file system is read-only.
 *
 * <p>The image has {@code java} on its path. It is named by the system property {@code
 * jdk.N.image}, or the environment variable {@code JDK_N_IMAGE}, or is the public {@code
 * eclipse-temurin:N-jre}.
 */
final class JdkContainer implements JavaHome {

  private static final ConcurrentMap<Integer, JdkContainer> STARTED = new ConcurrentHashMap<>();

  private final int feature;
  private final String container;
  private final String user;

  private JdkContainer(int feature) {
    this(feature, started(feature).getContainerId(), owner());
  }

  private JdkContainer(int feature, String container, String user) {
    this.feature = feature;
    this.container = container;
    this.user = user;
  }

  /** Testcontainers removes it when the JVM of the tests ends. */
  @SuppressWarnings("resource")
  private static GenericContainer<?> started(int feature) {
    String temporary = temporary().toString();
    String repository = Path.of("..").toAbsolutePath().normalize().toString();
    GenericContainer<?> container =
        new GenericContainer<>(DockerImageName.parse(image(feature)))
            .withNetworkMode("host")
            .withCreateContainerCmdModifier(
                create ->
                    create
                        .withEntrypoint("sleep", "infinity")
                        .getHostConfig()
                        .withPidMode("host")
                        .withReadonlyRootfs(true)
                        .withBinds(
                            new Bind(temporary, new Volume(temporary)),
                            new Bind(repository, new Volume(repository), AccessMode.ro)));
    container.start();
    return container;
  }

  /**
   * The container of this feature release; the first call starts it. Without Docker the test is
   * skipped, saying so; in CI it fails.
   */
  static JdkContainer of(int feature) {
    Docker.require(
        String.format(
            "no JDK %d here (-Djdk.%1$d=HOME, JAVA_HOME_%1$d, /usr/lib/jvm) and no Docker to run"
                + " one in",
            feature));
    return STARTED.computeIfAbsent(feature, JdkContainer::new);
  }

  private static String image(int feature) {
    String named = System.getProperty("jdk." + feature + ".image");
    return named != null
        ? named
        : System.getenv()
            .getOrDefault("JDK_" + feature + "_IMAGE", "eclipse-temurin:" + feature + "-jre");
  }

  private static Path temporary() {
    return Path.of(System.getProperty("java.io.tmpdir")).toAbsolutePath();
  }

  /** Who runs the tests, and may read and delete what they leave; only they may attach. */
  private static String owner() {
    try {
      Path self = Path.of("/proc/self");
      return Files.getAttribute(self, "unix:uid") + ":" + Files.getAttribute(self, "unix:gid");
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /** The same for JVMs that run as a user who may do nothing. */
  JdkContainer asNobody() {
    return new JdkContainer(feature, container, "65534:65534");
  }

  @Override
  public int feature() {
    return feature;
  }

  @Override
  public String tool(String name) {
    return Assumptions.abort("SKIPPED: there is no " + name + " in a container");
  }

  @Override
  public Process start(List<String> arguments, Map<String, String> environment) throws IOException {
    Path pid = temporary().resolve("jvm-" + UUID.randomUUID() + ".pid");
    String docker = DockerClientFactory.instance().getTransportConfig().getDockerHost().toString();
    String here = Path.of("").toAbsolutePath().toString();
    List<String> command = new ArrayList<>(List.of("docker", "--host", docker, "exec"));
    command.addAll(List.of("--interactive", "--user", user, "--workdir", here));
    environment.forEach((name, value) -> command.addAll(List.of("--env", name + "=" + value)));
    command.addAll(List.of(container, "sh", "-c", "echo $$ > \"$0\" && exec java \"$@\""));
    command.add(pid.toString());
    command.addAll(arguments);
    return new ContainerProcess(new ProcessBuilder(command).start(), pid);
  }

  @Override
  public Process startScript(List<String> command, Map<String, String> environment) {
    return Assumptions.abort("SKIPPED: no script is started in a container");
  }

  @Override
  public String toString() {
    return "JDK " + feature + " in a container";
  }
}
