package io.poolingagent.weave;

import static io.poolingagent.weave.Methods.named;

import java.util.Collections;
import java.util.concurrent.Callable;

/**
 * Proves on a class of our own that a woven method reaches the bridge, before a class of the
 * application is touched.
 */
final class SelfTest {

  /** The class that is woven and asked; it answers true only through the bridge. */
  public static final class Probe implements Callable<Boolean> {
    @Override
    public Boolean call() {
      return Boolean.FALSE;
    }
  }

  static final HookPoint HOOK =
      HookPoint.on("agent.self-test", HookPoint.Kind.ENTER, Probe.class.getName(), named("call"));

  private SelfTest() {}

  /**
   * The weaver, when it works on this JVM.
   *
   * @throws IllegalStateException if it does not; nothing is woven then
   */
  static Weaver proven(Weaver weaver) {
    try {
      String name = Probe.class.getName();
      byte[] woven =
          weaver.weave(
              name,
              ClassFiles.read(name),
              SelfTest.class.getClassLoader(),
              Collections.singleton(HOOK));
      Class<?> probe = new ProbeLoader().define(name, woven);
      Object answer = ((Callable<?>) probe.getDeclaredConstructor().newInstance()).call();
      if (!Boolean.TRUE.equals(answer)) {
        throw new IllegalStateException("woven code does not reach the agent");
      }
      return weaver;
    } catch (Exception | LinkageError failure) {
      throw new IllegalStateException("self-test of the weaver failed", failure);
    }
  }

  private static final class ProbeLoader extends ClassLoader {
    ProbeLoader() {
      super(null);
    }

    Class<?> define(String name, byte[] bytes) {
      return defineClass(name, bytes, 0, bytes.length, SelfTest.class.getProtectionDomain());
    }
  }
}
