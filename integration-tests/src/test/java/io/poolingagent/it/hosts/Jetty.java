package io.poolingagent.it.hosts;

import io.poolingagent.it.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;

/** Eclipse Jetty, by its {@code start.jar} and its folder of applications. */
final class Jetty extends Host {

  Jetty() {
    super("jetty-12");
  }

  @Override
  ForkedJvm.Builder install(Path base, int port, List<Path> libraries) throws IOException {
    Files.createDirectory(base.resolve("webapps"));
    Files.createDirectory(base.resolve("work"));
    Path lib = Files.createDirectories(base.resolve("lib/ext"));
    for (Path library : libraries) {
      Files.copy(library, lib.resolve(library.getFileName()));
    }
    // Apart: what stands in one file with a module of EE 10 is a property of EE 10 only.
    Path ini = Files.createDirectory(base.resolve("start.d"));
    Files.write(ini.resolve("http.ini"), List.of("--modules=http,ext", "jetty.http.port=" + port));
    Files.write(
        ini.resolve("ee10.ini"),
        List.of("--modules=ee10-deploy,ee10-annotations", "jetty.deploy.scanInterval=1"));
    return ForkedJvm.of(home().resolve("start.jar").toString())
        .flags("-Djetty.base=" + base, "-jar");
  }

  @Override
  void deploy(RunningHost instance, String application, Path war) throws IOException {
    // By a move, or the scanner may find half of the file.
    Path arriving = Files.copy(war, instance.base().resolve("work/" + application));
    Files.move(arriving, archive(instance, application), StandardCopyOption.ATOMIC_MOVE);
    instance.await('/' + application + "/shop", 200);
  }

  @Override
  void undeploy(RunningHost instance, String application) throws IOException {
    Files.delete(archive(instance, application));
    instance.await('/' + application + "/shop", 404);
  }

  private static Path archive(RunningHost instance, String application) {
    return instance.base().resolve("webapps/" + application + ".war");
  }
}
