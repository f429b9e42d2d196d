package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

class PoolKeyTest {

  private static final class WithState {
    final int state;

    WithState(int state) {
      this.state = state;
    }
  }

  private static class Stateless {
    @SuppressWarnings("unused")
    static final int NOT_INSTANCE_STATE = 1;
  }

  private static class InheritsState extends Thread {}

  private static PoolKey key(UnaryOperator<PoolKey.Builder> parts) {
    return parts.apply(PoolKey.builder("okhttp3")).build();
  }

  private static void assertEqual(PoolKey one, PoolKey other) {
    for (PoolKey a : List.of(one, one.weak())) {
      for (PoolKey b : List.of(other, other.weak())) {
        assertThat(a).isEqualTo(b).hasSameHashCodeAs(b);
        assertThat(a.id()).isEqualTo(b.id());
        assertThat(a.differences(b)).isEmpty();
      }
    }
  }

  private static void assertDifferent(PoolKey one, PoolKey other) {
    for (PoolKey a : List.of(one, one.weak())) {
      for (PoolKey b : List.of(other, other.weak())) {
        assertThat(a).isNotEqualTo(b);
        assertThat(a.id()).isNotEqualTo(b.id());
      }
    }
  }

  @Test
  void whatIsWeakIsNotCopiedAgain() {
    PoolKey weak =
        PoolKey.builder("c")
            .identity("object", new Object())
            .key("part", PoolKey.builder("p").value("number", 1).build())
            .build()
            .weak();

    assertThat(weak.weak()).isSameAs(weak);
  }

  @Test
  void equalValuesMakeEqualKeys() {
    assertEqual(
        key(b -> b.value("protocols", List.of("h2", "http/1.1")).value("ping", 1000)),
        key(b -> b.value("protocols", List.of("h2", "http/1.1")).value("ping", 1000)));
    assertDifferent(key(b -> b.value("ping", 1000)), key(b -> b.value("ping", 1001)));
    assertDifferent(key(b -> b.value("ping", null)), key(b -> b.value("ping", 1)));
    assertEqual(key(b -> b.value("ping", null)), key(b -> b.value("ping", null)));
  }

  @Test
  void keysOfDifferentLibrariesDiffer() {
    PoolKey okhttp = PoolKey.builder("okhttp3").value("a", 1).build();
    PoolKey jdk = PoolKey.builder("jdk").value("a", 1).build();

    assertDifferent(okhttp, jdk);
    assertThat(okhttp.differences(jdk)).isEmpty();
  }

  @Test
  void aPartIsNotTakenForAnotherOfTheSameValue() {
    PoolKey proxy = key(b -> b.value("proxy", "host:80").value("local", null));
    PoolKey local = key(b -> b.value("proxy", null).value("local", "host:80"));
    PoolKey renamed = key(b -> b.value("proxies", "host:80").value("local", null));

    assertThat(proxy).isNotEqualTo(local);
    assertThat(proxy).isNotEqualTo(renamed);
  }

  @Test
  void identityIsTheSameObjectOnly() {
    String one = new String("equal");
    String other = new String("equal");

    assertEqual(key(b -> b.identity("dns", one)), key(b -> b.identity("dns", one)));
    assertDifferent(key(b -> b.identity("dns", one)), key(b -> b.identity("dns", other)));
    assertDifferent(key(b -> b.identity("dns", one)), key(b -> b.identity("dns", null)));
  }

  @Test
  void configWithoutStateIsEqualByClass() {
    Stateless one = new Stateless();
    Stateless other = new Stateless() {};

    assertEqual(
        key(b -> b.config("verifier", one)), key(b -> b.config("verifier", new Stateless())));
    assertDifferent(key(b -> b.config("verifier", one)), key(b -> b.config("verifier", other)));
  }

  @Test
  void configWithStateOfItsOwnOrInheritedIsEqualByIdentity() {
    WithState one = new WithState(1);
    WithState twin = new WithState(one.state);
    Thread thread = new InheritsState();
    Thread otherThread = new InheritsState();
    int[] array = {1};
    int[] otherArray = {1};

    assertEqual(key(b -> b.config("c", one)), key(b -> b.config("c", one)));
    assertDifferent(key(b -> b.config("c", one)), key(b -> b.config("c", twin)));
    assertDifferent(key(b -> b.config("c", thread)), key(b -> b.config("c", otherThread)));
    assertDifferent(key(b -> b.config("c", array)), key(b -> b.config("c", otherArray)));
  }

  @Test
  void lambdasThatCaptureNothingAreEqualAndOthersAreNot() {
    assertEqual(key(b -> b.config("l", lambda())), key(b -> b.config("l", lambda())));
    assertDifferent(
        key(b -> b.config("l", capturing("a"))), key(b -> b.config("l", capturing("b"))));
  }

  private static Runnable lambda() {
    return () -> {};
  }

  private static Runnable capturing(String text) {
    return () -> assertThat(text).isEmpty();
  }

  @Test
  void secretsAreComparedButNotKept() {
    PoolKey key = key(b -> b.secret("proxyPassword", "hunter2"));

    assertEqual(key, key(b -> b.secret("proxyPassword", "hunter2")));
    assertDifferent(key, key(b -> b.secret("proxyPassword", "hunter3")));
    assertDifferent(key, key(b -> b.secret("proxyPassword", null)));
    assertThat(key.toString()).isEqualTo("okhttp3{proxyPassword=***}");
    // An unsalted hash of a short password is as good as the password.
    assertThat(key.toString() + key.id())
        .doesNotContain(Integer.toHexString("hunter2".hashCode()), "hunter2");
  }

  @Test
  void namesTheFewDifferences() {
    PoolKey key =
        key(b -> b.value("a", 1).value("b", 2).value("c", 3).value("d", 4).identity("e", "x"));

    assertThat(
            key.differences(
                key(
                    b ->
                        b.value("a", 1)
                            .value("b", 0)
                            .value("c", 3)
                            .value("d", 4)
                            .identity("e", "x"))))
        .containsExactly("b");
    assertThat(
            key.weak()
                .differences(
                    key(
                        b ->
                            b.value("a", 0)
                                .value("b", 0)
                                .value("c", 3)
                                .value("d", 4)
                                .identity("e", this))))
        .containsExactly("a", "b", "e");
    assertThat(
            key.differences(
                key(
                    b ->
                        b.value("a", 0)
                            .value("b", 0)
                            .value("c", 0)
                            .value("d", 0)
                            .identity("e", "x"))))
        .isEmpty();
    assertThat(key.differences(key(b -> b.value("a", 1).value("b", 2)))).isEmpty();
  }

  @Test
  void valuesOfTheApplicationAreRefusedSinceTheyWouldPinItsClassLoader() {
    assertThatThrownBy(() -> PoolKey.builder("okhttp3").value("x", new WithState(1)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("x is a ")
        .hasMessageContaining("WithState");
  }

  @Test
  void takesAnyNumberOfParts() {
    UnaryOperator<PoolKey.Builder> many =
        b -> {
          for (int i = 0; i < 40; i++) {
            b.value("part" + i, i);
          }
          return b;
        };
    assertEqual(key(many), key(many));
    assertDifferent(key(many), key(b -> many.apply(b).value("part40", 40)));
  }

  @Test
  void printsItsParts() {
    assertThat(key(b -> b.value("ping", 0).config("dns", new Stateless()).identity("x", null)))
        .hasToString("okhttp3{ping=0, dns=" + Stateless.class.getName() + ", x=null}");
  }

  @Test
  void idIsEightHexDigits() {
    for (int i = 0; i < 1000; i++) {
      int value = i;
      assertThat(key(b -> b.value("a", value)).id()).matches("[0-9a-f]{8}");
    }
  }

  @Test
  void aKeptKeyHoldsNothingAndDiesWithWhatItRefersTo() {
    Object referent = new WithState(1);
    PoolKey kept = key(b -> b.identity("factory", new WithState(2)).value("a", 1)).weak();
    PoolKey living = key(b -> b.identity("factory", referent)).weak();
    Map<PoolKey, String> map = new HashMap<>(Map.of(kept, "pool"));

    Garbage.awaitCollected(() -> !kept.isLive());

    assertThat(living.isLive()).isTrue();
    assertThat(living).isEqualTo(key(b -> b.identity("factory", referent)));
    assertThat(map.remove(kept)).as("a dead key can still be removed").isEqualTo("pool");
    assertThat(kept.toString()).contains("(collected)");
  }

  @Test
  void aKeptKeyDoesNotHoldTheClassOfAStatelessPart() throws Exception {
    List<WeakReference<ClassLoader>> loader = new ArrayList<>();
    PoolKey kept = keyOfAClassOfItsOwn(loader);

    Garbage.awaitCollected(() -> loader.get(0).get() == null);
    assertThat(kept.isLive()).isFalse();
  }

  private static PoolKey keyOfAClassOfItsOwn(List<WeakReference<ClassLoader>> loader)
      throws Exception {
    Class<?> type = Garbage.inLoaderOfItsOwn(Garbage.Empty.class);
    Object instance = type.getDeclaredConstructor().newInstance();
    loader.add(new WeakReference<>(type.getClassLoader()));
    PoolKey kept = key(b -> b.config("dns", instance)).weak();
    assertThat(kept).isEqualTo(key(b -> b.config("dns", instance)));
    return kept;
  }
}
