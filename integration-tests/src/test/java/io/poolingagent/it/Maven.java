package io.poolingagent.it;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Maven for projects of the tests, with the settings that this build has. */
public final class Maven {

  private Maven() {}

  /**
   * Runs it to its end.
   *
   * @param pom the project
   * @param log where its output goes
   * @return its exit code
   */
  public static int run(Path pom, Path log, String... arguments)
      throws IOException, InterruptedException {
    List<String> command =
        new ArrayList<>(List.of(Path.of("..", "mvnw").toString(), "--batch-mode", "--quiet"));
    command.addAll(List.of("--file", pom.toString()));
    command.addAll(List.of(arguments));
    if ("offline=true".equals(System.getProperty("maven.settings"))) {
      command.add("--offline");
    }
    String repository = System.getProperty("maven.repository");
    if (repository != null) {
      command.add("-Dmaven.repo.local=" + repository);
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(log.toFile())
        .start()
        .waitFor();
  }
}
