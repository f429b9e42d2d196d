package io.poolingagent.it.loaders;

import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.app.loaders.OsgiHost;
import io.poolingagent.app.loaders.Shop;
import io.poolingagent.app.startup.OneCall;
import io.poolingagent.it.Archive;
import io.poolingagent.it.ForkedJvm;
import io.poolingagent.it.JavaHome;
import io.poolingagent.it.Upstream;
import io.poolingagent.it.startup.Apps;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Loaders that show an application only what it imports: the bridge must be visible all the same.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class ModularLoadersIT {

  private static final int CALLS = 4;

  @TempDir private Path folder;

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void felix(int jdk) {
    Path bundle = folder.resolve("bundle.jar");
    List<Path> libraries = Apps.okHttp("okhttp-3.14.9");
    new Archive()
        .attribute("Bundle-ManifestVersion", "2")
        .attribute("Bundle-SymbolicName", "shop")
        .attribute(
            "Bundle-ClassPath",
            libraries.stream()
                .map(jar -> jar.getFileName().toString())
                .collect(Collectors.joining(",", ".,", "")))
        .attribute("DynamicImport-Package", "*")
        .add(fileOf(Shop.class), classFile(Shop.class))
        .addAll("", libraries)
        .write(bundle);

    assertPooled(
        ForkedJvm.of(OsgiHost.class.getName())
            .classPath(Apps.classes(), Apps.neighbour("org.apache.felix.framework.jar")),
        jdk,
        bundle.toUri().toString(),
        folder.resolve("cache").toString());
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void jboss_modules(int jdk) throws IOException {
    Path module = Files.createDirectories(folder.resolve("modules/shop/main"));
    new Archive()
        .add(fileOf(OneCall.class), classFile(OneCall.class))
        .write(module.resolve("shop.jar"));
    StringBuilder roots = new StringBuilder("<resource-root path=\"shop.jar\"/>");
    for (Path jar : Apps.okHttp("okhttp-3.14.9")) {
      Files.copy(jar, module.resolve(jar.getFileName()));
      roots.append("<resource-root path=\"").append(jar.getFileName()).append("\"/>");
    }
    Files.writeString(
        module.resolve("module.xml"),
        "<module xmlns=\"urn:jboss:module:1.9\" name=\"shop\"><main-class name=\""
            + OneCall.class.getName()
            + "\"/><resources>"
            + roots
            + "</resources><dependencies><module name=\"java.se\"/></dependencies></module>");

    assertPooled(
        ForkedJvm.of("org.jboss.modules.Main").classPath(Apps.neighbour("jboss-modules.jar")),
        jdk,
        "-mp",
        folder.resolve("modules").toString(),
        "shop");
  }

  @ParameterizedTest
  @MethodSource("io.poolingagent.it.startup.Apps#jdks")
  void an_application_on_the_module_path(int jdk) throws IOException {
    List<Path> libraries = Apps.okHttp("okhttp-3.14.9");
    String libraryPath =
        libraries.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    Path jar = folder.resolve("shop.jar");
    new Archive()
        .add(fileOf(OneCall.class), classFile(OneCall.class))
        .add("module-info.class", moduleInfo(libraryPath))
        .write(jar);

    assertPooled(
        ForkedJvm.of("shop/" + OneCall.class.getName())
            .flags("-p", jar + File.pathSeparator + libraryPath, "-m"),
        jdk);
  }

  /** An executable jar, with the libraries as jars inside of it. */
  @ParameterizedTest
  @CsvSource({
    "spring-boot-loader-2.jar, org.springframework.boot.loader.JarLauncher",
    "spring-boot-loader-3.jar, org.springframework.boot.loader.launch.JarLauncher",
  })
  void spring_boot(String loader, String launcher) {
    Path jar = folder.resolve("shop.jar");
    new Archive()
        .attribute("Main-Class", launcher)
        .attribute("Start-Class", OneCall.class.getName())
        .attribute("Spring-Boot-Classes", "BOOT-INF/classes/")
        .attribute("Spring-Boot-Lib", "BOOT-INF/lib/")
        .unpack(Apps.neighbour(loader))
        .add("BOOT-INF/classes/", new byte[0])
        .add("BOOT-INF/classes/" + fileOf(OneCall.class), classFile(OneCall.class))
        .add("BOOT-INF/lib/", new byte[0])
        .addAll("BOOT-INF/lib/", Apps.okHttp("okhttp-4.12.0"))
        .write(jar);

    assertPooled(ForkedJvm.of(jar.toString()).flags("-jar"), 17);
  }

  /** Runs it without and with the agent: the same output, a connection each or one for all. */
  private static void assertPooled(ForkedJvm.Builder app, int jdk, String... arguments) {
    try (Upstream upstream = Upstream.http()) {
      app.java(JavaHome.of(jdk))
          .arguments(arguments)
          .arguments(upstream.url("/echo"), String.valueOf(CALLS));
      ForkedJvm.Exit without = app.run();
      assertThat(without.stdout()).as(without.stderr()).contains("200 GET /echo");
      assertThat(upstream.connections()).isEqualTo(CALLS);

      ForkedJvm.Exit with = app.agent().run();

      assertThat(with.stdout()).isEqualTo(without.stdout());
      assertThat(with.stderr()).matches(Apps.ONE_LINE + Pattern.quote(without.stderr()));
      assertThat(upstream.connections()).as("pooled").isEqualTo(CALLS + 2);
    }
  }

  private byte[] moduleInfo(String libraries) throws IOException {
    Path sources = Files.createDirectories(folder.resolve("module"));
    Path source = sources.resolve("module-info.java");
    Files.writeString(source, "module shop { requires okhttp3; }");
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    int code = javac.run(null, null, null, "--release", "17", "-p", libraries, source.toString());
    assertThat(code).isZero();
    return Files.readAllBytes(sources.resolve("module-info.class"));
  }

  private static String fileOf(Class<?> type) {
    return type.getName().replace('.', '/') + ".class";
  }

  private static Path classFile(Class<?> type) {
    return Apps.classes().resolve(fileOf(type));
  }
}
