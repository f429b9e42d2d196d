package io.poolingagent.it.sdks;

import io.poolingagent.app.sdks.Sdk;
import io.poolingagent.it.Maven;
import io.poolingagent.it.startup.Apps;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.net.MalformedURLException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/**
 * A program of {@code src/sdks}: one file, whose first lines are the Maven coordinates of what it
 * needs. Resolved and compiled by the test, so that a build which does not run it fetches nothing
 * for it.
 */
record SdkProject(String name) {

  private static final Path SOURCES = Path.of("src", "sdks", "java").toAbsolutePath();
  private static final Path TARGET = Path.of("target", "sdks").toAbsolutePath();
  private static final String COMMENT = "// ";
  private static final String RESOLVE =
      "org.apache.maven.plugins:maven-dependency-plugin:3.8.1:build-classpath";

  /** All there are, by name. */
  static List<SdkProject> all() {
    try (Stream<Path> files = Files.list(SOURCES)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(file -> file.endsWith(".java"))
          .map(file -> new SdkProject(file.substring(0, file.length() - ".java".length())))
          .sorted((one, other) -> one.name().compareTo(other.name()))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lets Maven find the class paths of these, by its settings of this build. */
  static void resolve(List<SdkProject> projects) throws IOException, InterruptedException {
    StringBuilder modules = new StringBuilder();
    for (SdkProject project : projects) {
      if (!project.isResolved()) {
        Files.createDirectories(project.folder());
        Files.writeString(project.pom(), project.model());
        Files.deleteIfExists(project.classPathFile());
        modules.append("<module>").append(project.name()).append("</module>");
      }
    }
    if (modules.isEmpty()) {
      return;
    }
    Path parent = TARGET.resolve("pom.xml");
    Files.writeString(
        parent,
        model("sdks", "<packaging>pom</packaging><modules>%s</modules>".formatted(modules)));
    Maven.run(
        parent,
        log(),
        RESOLVE,
        "--fail-at-end",
        "-Dmdep.outputFile=classpath.txt",
        "-Dmdep.includeScope=runtime");
  }

  /** The coordinates, {@code group:artifact:version}, of the library itself first. */
  List<String> coordinates() throws IOException {
    return Files.readAllLines(source()).stream()
        .takeWhile(line -> line.startsWith(COMMENT))
        .map(line -> line.substring(COMMENT.length()))
        .toList();
  }

  /** Compiles the program. */
  void compile() throws IOException {
    Path classes = Files.createDirectories(folder().resolve("classes"));
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    String classPath =
        String.join(File.pathSeparator, classPath().stream().map(Path::toString).toList());
    List<String> options =
        List.of("-proc:none", "-nowarn", "-d", classes.toString(), "-cp", classPath);
    try (StandardJavaFileManager files = compiler.getStandardFileManager(null, null, null)) {
      if (!compiler
          .getTask(messages, files, null, options, null, files.getJavaFileObjects(source()))
          .call()) {
        throw new AssertionError(messages);
      }
    }
  }

  /** What the program runs with. */
  List<Path> classPath() throws IOException {
    if (!isResolved()) {
      throw new AssertionError(
          "Maven does not resolve " + coordinates() + ":\n" + Files.readString(log()));
    }
    List<Path> entries = new ArrayList<>(List.of(folder().resolve("classes"), Apps.classes()));
    for (String jar : Files.readString(classPathFile()).trim().split(File.pathSeparator)) {
      entries.add(Path.of(jar));
    }
    return entries;
  }

  /** The program in this JVM, to be asked what its service answers. */
  Sdk load() throws IOException, ReflectiveOperationException {
    List<URL> urls = new ArrayList<>();
    for (Path entry : classPath()) {
      urls.add(url(entry));
    }
    ClassLoader loader = new URLClassLoader(urls.toArray(new URL[0]), Sdk.class.getClassLoader());
    return (Sdk) loader.loadClass(name).getDeclaredConstructor().newInstance();
  }

  private static URL url(Path entry) throws MalformedURLException {
    return entry.toUri().toURL();
  }

  private boolean isResolved() throws IOException {
    return Files.exists(classPathFile()) && Files.readString(pom()).equals(model());
  }

  private static Path log() {
    return TARGET.resolve("maven.log");
  }

  private Path source() {
    return SOURCES.resolve(name + ".java");
  }

  private Path folder() {
    return TARGET.resolve(name);
  }

  private Path pom() {
    return folder().resolve("pom.xml");
  }

  private Path classPathFile() {
    return folder().resolve("classpath.txt");
  }

  private String model() throws IOException {
    StringBuilder dependencies = new StringBuilder("<dependencies>");
    for (String coordinate : coordinates()) {
      String[] parts = coordinate.split(":");
      dependencies.append(
          "<dependency><groupId>%s</groupId><artifactId>%s</artifactId><version>%s</version></dependency>"
              .formatted(parts[0], parts[1], parts[2]));
    }
    return model(name, dependencies.append("</dependencies>").toString());
  }

  private static String model(String name, String rest) {
    return ("<project><modelVersion>4.0.0</modelVersion><groupId>sdks</groupId>"
            + "<artifactId>%s</artifactId><version>1</version>%s</project>\n")
        .formatted(name, rest);
  }

  @Override
  public String toString() {
    return name;
  }
}
