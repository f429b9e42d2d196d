package io.poolingagent.it.hosts;

import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.Upstream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/**
 * Apache Karaf, by its script and its folder of deployments: OSGi, and a guard around the MBean
 * server. The applications are bundles that its HTTP whiteboard serves.
 */
final class Karaf extends Host {

  Karaf() {
    super("karaf");
  }

  @Override
  boolean jakarta() {
    return false;
  }

  @Override
  boolean sharesLibraries() {
    return false;
  }

  @Override
  ForkedJvm.Builder install(Path base, int port, List<Path> libraries) throws IOException {
    Path etc = base.resolve("etc");
    copy(home().resolve("etc"), etc);
    for (String folder : List.of("data", "deploy", "arriving")) {
      Files.createDirectory(base.resolve(folder));
    }
    Path management = etc.resolve("org.apache.karaf.management.cfg");
    edit(management, "rmiRegistryPort = 1099", "rmiRegistryPort = " + Upstream.freePort());
    edit(management, "rmiServerPort = 44444", "rmiServerPort = " + Upstream.freePort());
    Path shell = etc.resolve("org.apache.karaf.shell.cfg");
    edit(shell, "sshPort = 8101", "sshPort = " + Upstream.freePort());
    Path scanner = etc.resolve("org.apache.felix.fileinstall-deploy.cfg");
    edit(scanner, "felix.fileinstall.poll          = 1000", "felix.fileinstall.poll = 200");
    addHttp(base, port);
    return ForkedJvm.ofScript(home().resolve("bin/karaf"), "KARAF_OPTS")
        .environment("KARAF_BASE", base.toString())
        .flags("-Dkaraf.instances=" + base.resolve("instances"))
        .flags("-Dkaraf.log.console=INFO")
        // The script becomes the JVM, which so gets the signal to stop.
        .arguments("daemon");
  }

  /** Karaf's own feature, which boots when all others are there: who is answered may deploy. */
  private void addHttp(Path base, int port) throws IOException {
    copy(fetched("karaf-system"), base.resolve("system"));
    Files.writeString(
        base.resolve("etc/org.apache.felix.http.cfg"), "org.osgi.service.http.port = " + port);
    Path features = base.resolve("etc/org.apache.karaf.features.cfg");
    String last = home().getFileName().toString().replace("apache-karaf-", "kar/");
    edit(features, "featuresBoot = ", "featuresBoot = (");
    edit(features, "    " + last, "    " + last + "), felix-http");
  }

  @Override
  void deploy(RunningHost instance, String application, Path war) throws IOException {
    Path arriving = Files.copy(war, instance.base().resolve("arriving").resolve(application));
    Files.move(arriving, bundle(instance, application), StandardCopyOption.ATOMIC_MOVE);
    instance.await('/' + application + "/shop", 200);
  }

  @Override
  void undeploy(RunningHost instance, String application) throws IOException {
    Files.delete(bundle(instance, application));
    instance.await('/' + application + "/shop", 404);
  }

  private static Path bundle(RunningHost instance, String application) {
    return instance.base().resolve("deploy/" + application + ".jar");
  }
}
