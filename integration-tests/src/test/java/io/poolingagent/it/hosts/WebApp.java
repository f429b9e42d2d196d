package io.poolingagent.it.hosts;

import io.poolingagent.app.hosts.ShopBundle;
import io.poolingagent.it.Archive;
import io.poolingagent.it.startup.Apps;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import net.bytebuddy.jar.asm.ClassReader;
import net.bytebuddy.jar.asm.ClassWriter;
import net.bytebuddy.jar.asm.Opcodes;
import net.bytebuddy.jar.asm.commons.ClassRemapper;
import net.bytebuddy.jar.asm.commons.Remapper;

/** The web application of {@code io.poolingagent.app.hosts}, packed for a host. */
final class WebApp {

  private static final List<String> PACKAGES =
      List.of("io/poolingagent/app/hosts", "io/poolingagent/app/loaders");

  private WebApp() {}

  /**
   * Writes it as a WAR, which is an OSGi bundle, too.
   *
   * @param jakarta whether the host has the servlet API by its new name
   * @param libraries what the application brings along
   */
  static Path war(Path file, boolean jakarta, List<Path> libraries) {
    Archive war =
        new Archive()
            // Apache HttpClient 5.6 needs it, and WildFly shows only what is asked for.
            .attribute("Dependencies", "jdk.net")
            .attribute("Bundle-ManifestVersion", "2")
            .attribute("Bundle-SymbolicName", "shop")
            .attribute("Bundle-Activator", ShopBundle.class.getName())
            .attribute("Bundle-ClassPath", bundleClassPath(libraries))
            .attribute("DynamicImport-Package", "*")
            .add("WEB-INF/classes/", new byte[0])
            .addAll("WEB-INF/lib/", libraries);
    addClasses(war, "WEB-INF/classes/", jakarta);
    return war.write(file);
  }

  private static String bundleClassPath(List<Path> libraries) {
    return libraries.stream()
        .map(library -> ",WEB-INF/lib/" + library.getFileName())
        .collect(Collectors.joining("", "WEB-INF/classes", ""));
  }

  /** Adds the application's classes, in this folder of the archive. */
  static void addClasses(Archive archive, String folder, boolean jakarta) {
    for (String each : PACKAGES) {
      try (Stream<Path> files = Files.list(Apps.classes().resolve(each))) {
        for (Path file : files.toList()) {
          byte[] bytes = Files.readAllBytes(file);
          archive.add(
              folder + each + '/' + file.getFileName(), jakarta ? forJakarta(bytes) : bytes);
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }

  /** As the migration tools of the servers do it. */
  private static byte[] forJakarta(byte[] compiledForJavax) {
    ClassWriter writer = new ClassWriter(0);
    Remapper names =
        new Remapper(Opcodes.ASM9) {
          @Override
          public String map(String internalName) {
            return internalName.startsWith("javax/servlet/")
                ? "jakarta" + internalName.substring("javax".length())
                : internalName;
          }
        };
    new ClassReader(compiledForJavax).accept(new ClassRemapper(writer, names), 0);
    return writer.toByteArray();
  }
}
