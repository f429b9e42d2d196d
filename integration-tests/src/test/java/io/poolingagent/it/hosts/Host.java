package io.poolingagent.it.hosts;

import io.poolingagent.it.ForkedJvm;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** An application server as it is distributed, and what its users do with it. */
abstract class Host {

  private final String name;

  /**
   * @param name the folder into which the build has unpacked the distribution, see the module's pom
   */
  Host(String name) {
    this.name = name;
  }

  /** Its installation, which many instances share: nothing is written there. */
  final Path home() throws IOException {
    try (Stream<Path> folders = Files.list(fetched(name))) {
      return folders.filter(Files::isDirectory).findFirst().orElseThrow();
    }
  }

  /** A folder in which the build has put a host, or more for it. */
  static Path fetched(String name) {
    return Path.of(System.getProperty("hosts.dir", "target/hosts")).resolve(name).toAbsolutePath();
  }

  /** Whether it has the servlet API by its new name. */
  boolean jakarta() {
    return true;
  }

  /** Whether its users can put libraries where all applications see them. */
  boolean sharesLibraries() {
    return true;
  }

  /**
   * Makes an instance, and describes how its users start it.
   *
   * @param base the instance's folder, which is empty
   * @param port where it is to listen
   * @param libraries what all applications are to share
   */
  abstract ForkedJvm.Builder install(Path base, int port, List<Path> libraries) throws IOException;

  /** Deploys an application, and returns when it answers. */
  abstract void deploy(RunningHost instance, String application, Path war) throws IOException;

  /** Undeploys an application, and returns when it is gone. */
  abstract void undeploy(RunningHost instance, String application) throws IOException;

  @Override
  public String toString() {
    return name;
  }

  /** Copies a folder with all that is in it. */
  static void copy(Path from, Path to) throws IOException {
    try (Stream<Path> files = Files.walk(from)) {
      for (Path file : files.toList()) {
        Files.copy(file, to.resolve(from.relativize(file).toString()));
      }
    }
  }

  /** Edits a text file; what is to be replaced must be there. */
  static void edit(Path file, String text, String replacement) throws IOException {
    String content = Files.readString(file);
    if (!content.contains(text)) {
      throw new IllegalStateException("no " + text + " in " + file);
    }
    Files.writeString(file, content.replace(text, replacement));
  }
}
