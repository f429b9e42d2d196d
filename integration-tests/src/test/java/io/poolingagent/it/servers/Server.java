package io.poolingagent.it.servers;

import com.github.dockerjava.api.DockerClient;
import io.poolingagent.it.Docker;
import io.poolingagent.it.TestTls;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import org.testcontainers.containers.GenericContainer;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.images.builder.Transferable;

/**
 * A real server in a container that shares the network of this machine. It passes all requests on
 * to an {@link Upstream}, each on a connection of its own, and tells it from which port of the
 * client they came; so the upstream knows what arrived, and on how many of the server's
 * connections. Thread-safe.
 */
final class Server implements AutoCloseable {

  /** The request header that tells the origin the client's port at the server. */
  static final String PEER = "X-Peer";

  private static final String FOLDER = "/srv/";

  /** One for all products. It is kept, and so are its layers: the next run has it at once. */
  private static final ImageFromDockerfile IMAGE =
      new ImageFromDockerfile("pooling-agent-servers", false)
          .withFileFromString("Dockerfile", resource("Dockerfile"))
          .withBuildImageCmdModifier(build -> build.withNetworkMode("host"));

  /** From the moment at which it was told to end to that at which it listened again. */
  private record Downtime(long from, long to) {}

  private final Product product;
  private final GenericContainer<?> container;
  private final Map<Listener, Integer> ports = new EnumMap<>(Listener.class);
  private final List<Downtime> downtimes = new CopyOnWriteArrayList<>();

  private Server(Product product, int origin) {
    this.product = product;
    String configuration =
        resource(product.configuration()).replace("${origin}", String.valueOf(origin));
    for (Listener listener : Listener.values()) {
      String placeholder = "${" + listener + '}';
      if (configuration.contains(placeholder)) {
        ports.put(listener, Upstream.freePort());
        configuration = configuration.replace(placeholder, String.valueOf(ports.get(listener)));
      }
    }
    container =
        new GenericContainer<>(IMAGE)
            .withNetworkMode("host")
            .withCreateContainerCmdModifier(create -> create.withUser("nobody"))
            .withCopyToContainer(Transferable.of(TestTls.serverPem()), FOLDER + "server.pem")
            .withCopyToContainer(Transferable.of(TestTls.authorityPem()), FOLDER + "ca.pem")
            .withCopyToContainer(Transferable.of(resource("passwords.sh")), FOLDER + "passwords.sh")
            .withCopyToContainer(Transferable.of(configuration), FOLDER + product.configuration())
            .withCommand(product.command(FOLDER + product.configuration()));
  }

  /**
   * Starts a server in front of this origin, which a proxy does not need. Without Docker the test
   * is skipped, see {@link Docker#require}.
   */
  static Server start(Product product, Upstream origin) {
    Docker.require("no Docker to run " + product + " in");
    Server server = new Server(product, origin.port());
    try {
      server.container.start();
      server.awaitListening();
      return server;
    } catch (RuntimeException | Error e) {
      server.close();
      throw e;
    }
  }

  private static String resource(String name) {
    try (InputStream in = Server.class.getResourceAsStream("/servers/" + name)) {
      return new String(Objects.requireNonNull(in, name).readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void awaitListening() {
    ports.forEach(
        (listener, port) ->
            Upstream.await(
                () -> listens(port),
                () -> "nobody listens at " + listener + ": " + container.getLogs()));
  }

  private static boolean listens(int port) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      return socket.isConnected();
    } catch (IOException notYet) {
      return false;
    }
  }

  /** The port of a listener. */
  int port(Listener listener) {
    return Objects.requireNonNull(ports.get(listener), () -> product + " has no " + listener);
  }

  /** An address at a listener. */
  String url(Listener listener, String path) {
    return listener.scheme() + "://localhost:" + port(listener) + path;
  }

  /** Begins to reload, as after a change of its configuration: requests under way are answered. */
  void reload() {
    docker().killContainerCmd(container.getContainerId()).withSignal(product.reloadSignal()).exec();
  }

  /** Ends it at once, starts it again, and waits until it listens. */
  void restart() {
    long from = System.currentTimeMillis();
    docker().restartContainerCmd(container.getContainerId()).withTimeout(0).exec();
    awaitListening();
    downtimes.add(new Downtime(from, System.currentTimeMillis()));
  }

  /** Whether a restart fell between these times of day. */
  boolean wasDown(long from, long to) {
    return downtimes.stream().anyMatch(down -> down.from() <= to && from <= down.to());
  }

  private DockerClient docker() {
    return container.getDockerClient();
  }

  @Override
  public void close() {
    container.close();
  }
}
