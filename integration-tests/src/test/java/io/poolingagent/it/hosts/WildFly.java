package io.poolingagent.it.hosts;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * WildFly, by its script and its folder of deployments: JBoss Modules, a log manager and an MBean
 * server of its own.
 */
final class WildFly extends Host {

  WildFly() {
    super("wildfly");
  }

  /** It has no place for them where Apache HttpClient 5.6 would see {@code jdk.net}. */
  @Override
  boolean sharesLibraries() {
    return false;
  }

  @Override
  ForkedJvm.Builder install(Path base, int port, List<Path> libraries) throws IOException {
    for (String folder : List.of("configuration", "deployments", "lib")) {
      copy(home().resolve("standalone").resolve(folder), base.resolve(folder));
    }
    edit(
        base.resolve("configuration/standalone.xml"),
        "scan-interval=\"5000\"",
        "scan-interval=\"500\"");
    return ForkedJvm.ofScript(home().resolve("bin/standalone.sh"), "PREPEND_JAVA_OPTS")
        // Else the script would not hand on the signal to stop.
        .environment("LAUNCH_JBOSS_IN_BACKGROUND", "true")
        .arguments(
            "-Djboss.server.base.dir=" + base,
            "-Djboss.http.port=" + port,
            "-Djboss.https.port=0",
            "-Djboss.management.http.port=" + Upstream.freePort());
  }

  @Override
  void deploy(RunningHost instance, String application, Path war) throws IOException {
    Path deployed = deployment(instance, application);
    Files.copy(war, deployed);
    // Tells the scanner that the copy is whole.
    Files.createFile(deployed.resolveSibling(deployed.getFileName() + ".dodeploy"));
    instance.await('/' + application + "/shop", 200);
  }

  @Override
  void undeploy(RunningHost instance, String application) throws IOException {
    Files.delete(deployment(instance, application));
    instance.await('/' + application + "/shop", 404);
  }

  private static Path deployment(RunningHost instance, String application) {
    return instance.base().resolve("deployments/" + application + ".war");
  }
}
