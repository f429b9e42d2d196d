package io.poolingagent.it.hosts;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.it.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Apache Tomcat, by its script and its manager. */
final class Tomcat extends Host {

  private static final String PASSWORD = "secret";

  private final boolean jakarta;

  Tomcat(String version) {
    super("tomcat-" + version);
    this.jakarta = !version.equals("9");
  }

  @Override
  boolean jakarta() {
    return jakarta;
  }

  @Override
  ForkedJvm.Builder install(Path base, int port, List<Path> libraries) throws IOException {
    Path home = home();
    Path conf = base.resolve("conf");
    copy(home.resolve("conf"), conf);
    edit(conf.resolve("server.xml"), "port=\"8080\"", "port=\"" + port + '"');
    edit(conf.resolve("server.xml"), "port=\"8005\"", "port=\"-1\"");
    edit(
        conf.resolve("tomcat-users.xml"),
        "</tomcat-users>",
        "<user username=\"robot\" password=\""
            + PASSWORD
            + "\" roles=\"manager-script\"/>"
            + "</tomcat-users>");
    Files.writeString(
        Files.createDirectories(conf.resolve("Catalina/localhost")).resolve("manager.xml"),
        "<Context docBase=\"" + home.resolve("webapps/manager") + "\" privileged=\"true\"/>");
    for (String folder : List.of("logs", "temp", "webapps", "work")) {
      Files.createDirectory(base.resolve(folder));
    }
    Path lib = Files.createDirectory(base.resolve("lib"));
    for (Path library : libraries) {
      Files.copy(library, lib.resolve(library.getFileName()));
    }
    return ForkedJvm.ofScript(home.resolve("bin/catalina.sh"), "CATALINA_OPTS")
        .environment("CATALINA_HOME", home.toString())
        .environment("CATALINA_BASE", base.toString())
        .arguments("run");
  }

  @Override
  void deploy(RunningHost instance, String application, Path war) {
    manage(instance, "deploy?path=/" + application + "&war=" + war.toUri());
  }

  @Override
  void undeploy(RunningHost instance, String application) {
    manage(instance, "undeploy?path=/" + application);
  }

  private static void manage(RunningHost instance, String command) {
    assertThat(instance.getAs("robot", PASSWORD, "/manager/text/" + command)).startsWith("OK - ");
  }
}
