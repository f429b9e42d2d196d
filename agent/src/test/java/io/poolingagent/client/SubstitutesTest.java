package io.poolingagent.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import org.junit.jupiter.api.Test;

/** What an SDK may put in place of a part of a library: a wrapper, or a class of the same. */
class SubstitutesTest {

  interface Part {
    String name();

    default String route() {
      return "direct";
    }
  }

  static class Original implements Part {
    @Override
    public String name() {
      return "original";
    }
  }

  private final Delegates delegates = new Delegates(Part.class);
  private final SameClass same = new SameClass(Original.class);

  record Measuring(Part measured, long since) implements Part {
    @Override
    public String name() {
      return measured.name();
    }
  }

  record Choosing(Part one, Part other) implements Part {
    @Override
    public String name() {
      return one.name();
    }
  }

  static final class Exchangeable implements Part {
    Part current = new Original();

    @Override
    public String name() {
      return current.name();
    }
  }

  @Test
  void seesThroughWrappersAndProxies() throws Exception {
    Part original = new Original();
    InvocationHandler passingOn = (self, method, arguments) -> method.invoke(original, arguments);
    Object proxy =
        Proxy.newProxyInstance(Part.class.getClassLoader(), new Class<?>[] {Part.class}, passingOn);

    assertThat(delegates.innermost(original)).isSameAs(original);
    assertThat(delegates.innermost(proxy)).isSameAs(original);
    assertThat(delegates.innermost(new Measuring(new Measuring(original, 1), 2)))
        .isSameAs(original);
  }

  @Test
  void doesNotSeeThroughWhatMayChoose() throws Exception {
    Part choosing = new Choosing(new Original(), new Original());
    Part exchangeable = new Exchangeable();

    assertThat(delegates.innermost(choosing)).isSameAs(choosing);
    assertThat(delegates.innermost(exchangeable)).isSameAs(exchangeable);
  }

  static final class Preset extends Original {
    static final int DEFAULT = 5;

    Preset(int more) {
      super();
    }
  }

  static final class Counting extends Original {
    int count;

    int count() {
      return count;
    }

    @Override
    public String toString() {
      return name() + " " + count;
    }
  }

  static final class Rerouted extends Original {
    @Override
    public String route() {
      return "elsewhere";
    }
  }

  /** The library may ask for this and call it. */
  interface Added {}

  static final class Extended extends Original implements Added {}

  static final class Renamed extends Original {
    @Override
    public String name() {
      return "renamed";
    }
  }

  @Test
  void aSubclassThatReplacesNothingIsTheSame() {
    assertThat(same.is(new Original())).isTrue();
    assertThat(same.is(new Preset(1))).isTrue();
    assertThat(same.is(new Counting())).isTrue();
  }

  @Test
  void aSubclassThatBehavesOtherwiseIsAnother() {
    assertThat(same.is(new Extended())).isFalse();
    assertThat(same.is(new Renamed())).isFalse();
    assertThat(same.is(new Rerouted())).isFalse();
    assertThat(same.is("text")).isFalse();
  }
}
