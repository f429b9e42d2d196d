package io.poolingagent.weave;

import static io.poolingagent.weave.Methods.named;
import static org.assertj.core.api.Assertions.assertThat;

import io.poolingagent.client.Client;
import io.poolingagent.client.Clients;
import java.io.InputStream;
import java.util.stream.Stream;
import net.bytebuddy.dynamic.ClassFileLocator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class LibraryCheckTest {
  private final ClassLoader libraries = getClass().getClassLoader();
  private final Client okhttp = Clients.all().get(0);

  @Test
  void aVersionThatWeKnowIsWovenByItsGeneration() {
    LibraryCheck.Verdict verdict = LibraryCheck.check(okhttp, libraries);

    assertThat(verdict.generation).isNotNull();
    assertThat(verdict.explanation).isEqualTo("3.14 to 4.3");
  }

  @Test
  void aLibraryThatLacksAHookedMethodIsLeftAloneAndTheVerdictNamesIt() {
    Client unknown =
        Client.of(
            "okhttp3",
            new Generation(
                "9.x",
                HookPoint.on(
                    "okhttp3.lease",
                    HookPoint.Kind.AROUND,
                    "okhttp3.internal.connection.ConnectInterceptor",
                    named("interceptDifferently"))));

    LibraryCheck.Verdict verdict = LibraryCheck.check(unknown, libraries);

    assertThat(verdict.generation).isNull();
    assertThat(verdict.explanation).contains("9.x").contains("no method").contains("okhttp3.lease");
  }

  @Test
  void aLibraryThatLacksAFieldToReplaceIsLeftAlone() {
    Client unknown =
        Client.of(
            "okhttp3",
            new Generation(
                "9.x",
                HookPoint.constructed(
                    "okhttp3.call",
                    "okhttp3.internal.connection.Transmitter",
                    Methods.isConstructor(),
                    "renamedPool")));

    assertThat(LibraryCheck.check(unknown, libraries).explanation).contains("no field");
  }

  /** As in an application that was shrunk to what it uses. */
  @Test
  void theClassicAndTheAsynchronousPartOfALibraryAreWovenEachWithoutTheOther() {
    Client classic = io.poolingagent.client.apache5.Hooks.CLIENT;
    Client async = io.poolingagent.client.apache5.async.Hooks.CLIENT;
    ClassLoader onlyClassic = without("/impl/async/");
    ClassLoader onlyAsync = without("/impl/classic/", "/impl/io/");

    assertThat(LibraryCheck.check(classic, onlyClassic).generation).isNotNull();
    assertThat(LibraryCheck.check(async, onlyClassic).explanation).contains("no class");
    assertThat(LibraryCheck.check(async, onlyAsync).generation).isNotNull();
    assertThat(LibraryCheck.check(classic, onlyAsync).explanation).contains("no class");
  }

  private ClassLoader without(String... folders) {
    return new ClassLoader(libraries) {
      @Override
      public @Nullable InputStream getResourceAsStream(String name) {
        return Stream.of(folders).anyMatch(name::contains) ? null : super.getResourceAsStream(name);
      }
    };
  }

  @Test
  void anAdapterWhoseReferencesAreMissingIsNamed() {
    String broken =
        ReferenceCheck.firstBroken(
            io.poolingagent.client.okhttp3.Hooks.CLIENT,
            Weaver.pool(ClassFileLocator.NoOp.INSTANCE));

    assertThat(broken).startsWith("class okhttp3.");
  }

  @Test
  void anAdapterWhoseReferencesAreThereIsSound() {
    assertThat(
            ReferenceCheck.firstBroken(
                io.poolingagent.client.okhttp3.Hooks.CLIENT,
                Weaver.pool(ClassFileLocator.ForClassLoader.of(libraries))))
        .isNull();
  }

  @Test
  void theWeaverProvesItselfOnlyThroughTheBridge() {
    // This JVM has no bridge, so the proof must fail here, loudly.
    org.assertj.core.api.Assertions.assertThatThrownBy(() -> SelfTest.proven(new Weaver()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("self-test");
  }
}
