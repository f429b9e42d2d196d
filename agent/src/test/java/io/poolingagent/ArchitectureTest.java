package io.poolingagent;

import static com.tngtech.archunit.core.domain.JavaCall.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackages;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.Test;

/** The rules of ARCHITECTURE.md that imports can break. */
class ArchitectureTest {
  private static final JavaClasses AGENT =
      new ClassFileImporter()
          .withImportOption(new ImportOption.DoNotIncludeTests())
          .importPackages("io.poolingagent");

  private static final String[] LIBRARIES = {
    "okhttp3..",
    "okio..",
    "java.net.http..",
    "org.apache.http..",
    "org.apache.hc..",
    "org.apache.commons.httpclient.."
  };

  @Test
  void theDomainKnowsNoClientNoByteBuddyAndNoMicrometer() {
    holds(
        noClasses()
            .that()
            .resideInAnyPackage("..pool..", "..config..", "..tls..", "..audit..")
            .should()
            .dependOnClassesThat(
                resideInAnyPackage(LIBRARIES)
                    .or(
                        resideInAnyPackage(
                            "net.bytebuddy..",
                            "io.micrometer..",
                            "io.poolingagent.client..",
                            "io.poolingagent.weave..",
                            "io.poolingagent.metrics.."))));
  }

  @Test
  void onlyTheWeaverTheAdvicesAndTheHooksKnowByteBuddy() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackages("..weave..", "..advice..")
            .and()
            .doNotHaveSimpleName("Hooks")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("net.bytebuddy.."));
  }

  @Test
  void hooksAreLoadedApartFromTheLibrary() {
    holds(
        noClasses()
            .that()
            .haveSimpleName("Hooks")
            .should()
            .dependOnClassesThat(resideInAnyPackage(LIBRARIES)));
  }

  @Test
  void onlyMetricsKnowMicrometer() {
    holds(
        noClasses()
            .that()
            .resideOutsideOfPackage("..metrics..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("io.micrometer..", "com.codahale.."));
  }

  @Test
  void nothingInitialisesTheLogManager() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .resideInAPackage("java.util.logging..")
            .orShould()
            .callMethod(System.class, "getLogger", String.class));
  }

  @Test
  void onlyTheMetricsAskForThePlatformMBeanServer() {
    holds(
        noClasses()
            .that(resideOutsideOfPackages("..metrics.."))
            .should()
            .callMethod(ManagementFactory.class, "getPlatformMBeanServer"));
  }

  @Test
  void nothingOpensAPortOrAConnector() {
    holds(
        noClasses()
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.net\\.(ServerSocket|DatagramSocket|MulticastSocket)")
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching(
                "java\\.nio\\.channels\\.(ServerSocketChannel|AsynchronousServerSocketChannel|DatagramChannel)")
            .orShould()
            .dependOnClassesThat()
            .resideInAnyPackage("javax.management.remote..", "java.rmi..", "com.sun.net.."));
  }

  @Test
  void onlyTheReportIsWritten() {
    holds(
        noClasses()
            .that()
            .doNotHaveSimpleName("ExitReport")
            .should()
            .dependOnClassesThat()
            .haveNameMatching("java\\.io\\.(FileOutputStream|FileWriter|RandomAccessFile)")
            .orShould()
            .callMethodWhere(
                target(owner(type(Files.class)))
                    .and(
                        target(
                            nameMatching(
                                "write.*|new(Out|Byte|Buffered[W]).*|create.*|copy|move|delete.*")))));
  }

  @Test
  void nothingAtStartUpTouchesTheSecurityProviders() {
    holds(
        noClasses()
            .that(
                resideInAnyPackage(
                    "..agent..", "..weave..", "..config..", "..audit..", "io.poolingagent"))
            .should()
            .callMethod(UUID.class, "randomUUID")
            .orShould()
            .dependOnClassesThat()
            .areAssignableTo(SSLContext.class));
  }

  @Test
  void namesSayWhatThingsAre() {
    holds(
        noClasses()
            .should()
            .haveSimpleNameEndingWith("Manager")
            .orShould()
            .haveSimpleNameEndingWith("Util")
            .orShould()
            .haveSimpleNameEndingWith("Utils")
            .orShould()
            .haveSimpleNameEndingWith("Helper"));
  }

  @Test
  void aClientPackageHasTheSameFourNames() {
    holds(
        classes()
            .that()
            .implement("io.poolingagent.client.ClientAdapter")
            .should()
            .haveSimpleName("Adapter"));
  }

  private static void holds(ArchRule rule) {
    rule.check(AGENT);
  }
}
