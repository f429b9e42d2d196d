package io.poolingagent.pool;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

class KeyComparisonTest {

  private static final Object ONE = new Object();
  private static final Object OTHER = new Object();

  private static final class Stateless {}

  private static final class WithState {
    @SuppressWarnings("unused")
    final int state = 1;
  }

  /** Configurations, each unlike all others. */
  private static final List<Consumer<KeyParts>> DIFFERENT =
      List.of(
          key -> {},
          key -> key.value("a", null),
          key -> key.value("a", 1),
          key -> key.value("a", 2),
          key -> key.value("b", 1),
          key -> key.value("a", 1).value("b", 1),
          key -> key.value("b", 1).value("a", 1),
          key -> key.value("a", List.of("x")),
          key -> key.identity("a", ONE),
          key -> key.identity("a", OTHER),
          key -> key.config("a", new Stateless()),
          key -> key.config("a", new WithState()),
          key -> key.secret("a", "one"),
          key -> key.secret("a", "other"),
          key -> key.key("a", PoolKey.builder("inner").build()),
          key -> key.key("a", PoolKey.builder("inner").value("a", 1).build()),
          key -> key.key("a", PoolKey.builder("inner").value("a", 2).build()),
          key -> key.key("a", PoolKey.builder("another").value("a", 2).build()),
          key -> key.key("a", PoolKey.builder("inner").value("a", 1).build()).value("b", 1),
          key -> key.key("a", PoolKey.builder("inner").value("a", 1).value("b", 1).build()));

  private static PoolKey key(Consumer<KeyParts> parts) {
    PoolKey.Builder key = PoolKey.builder("test");
    parts.accept(key);
    return key.build();
  }

  private static boolean compare(PoolKey key, Consumer<KeyParts> parts) {
    KeyComparison comparison = new KeyComparison(key);
    parts.accept(comparison);
    return comparison.isSame();
  }

  @Test
  void aComparisonSaysWhatTwoKeysWould() {
    for (Consumer<KeyParts> one : DIFFERENT) {
      PoolKey key = key(one);
      for (Consumer<KeyParts> other : DIFFERENT) {
        boolean same = key.equals(key(other));
        assertThat(compare(key, other)).isEqualTo(same);
        assertThat(compare(key.weak(), other)).isEqualTo(same);
      }
    }
  }

  @Test
  void whatIsEqualIsFoundEqual() {
    PoolKey weak =
        key(key ->
                key.config("config", new Stateless())
                    .identity("identity", ONE)
                    .secret("secret", "word")
                    .identity("none", null))
            .weak();
    assertThat(
            compare(
                weak,
                key ->
                    key.config("config", new Stateless())
                        .identity("identity", ONE)
                        .secret("secret", new String("word"))
                        .identity("none", null)))
        .isTrue();
  }

  @Test
  void aPartThatIsDescribedIsTheSameAsItsKey() {
    Consumer<KeyParts> described =
        key -> {
          KeyParts inner = key.begin("a", "inner");
          KeyParts innermost = inner.begin("b", "innermost");
          innermost.value("c", 1);
          inner.end(innermost);
          inner.value("d", 2);
          key.end(inner);
        };
    Consumer<KeyParts> given =
        key ->
            key.key(
                "a",
                PoolKey.builder("inner")
                    .key("b", PoolKey.builder("innermost").value("c", 1).build())
                    .value("d", 2)
                    .build());
    assertThat(key(described)).isEqualTo(key(given));
    assertThat(compare(key(given), described)).isTrue();
    for (Consumer<KeyParts> other : DIFFERENT) {
      assertThat(compare(key(other), described)).isFalse();
      assertThat(compare(key(described), other)).isFalse();
    }
  }

  @Test
  void oneDifferenceIsNotMadeGoodByWhatFollows() {
    PoolKey key = key(parts -> parts.value("a", 1).value("b", 2));
    assertThat(compare(key, parts -> parts.value("a", 0).value("b", 2))).isFalse();
    assertThat(compare(key, parts -> parts.value("a", 0).value("a", 1).value("b", 2))).isFalse();
  }
}
