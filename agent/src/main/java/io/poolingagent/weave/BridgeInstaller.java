package io.poolingagent.weave;

import java.io.IOException;
import java.lang.instrument.Instrumentation;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import java.security.ProtectionDomain;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Defines the bridge class into {@code java.lang} and connects it to the agent.
 *
 * <p>Not by {@code appendToBootstrapClassLoaderSearch}: a class found that way is invisible to OSGi
 * and JBoss Modules, prints a CDS warning, and on JDK 25 costs the application its AppCDS archive.
 * If the JVM refuses the definition there is no second way: the other would fail in just those hard
 * places.
 */
public abstract class BridgeInstaller {
  private static final String BRIDGE = "java.lang.PoolingBridge";

  /** The class is there already: another copy of the agent runs. */
  public static boolean isInstalled() {
    try {
      Class.forName(BRIDGE, false, null);
      return true;
    } catch (ClassNotFoundException absent) {
      return false;
    }
  }

  /**
   * Defines the bridge.
   *
   * @return the bridge class
   * @throws ReflectiveOperationException if this JVM does not let us
   * @throws IOException if the agent jar cannot be read
   */
  public static Class<?> install(Instrumentation instrumentation)
      throws ReflectiveOperationException, IOException {
    byte[] bytes = ClassFiles.read(BRIDGE);
    BridgeInstaller installer;
    try {
      Class.forName("java.lang.Module");
      installer =
          (BridgeInstaller)
              Class.forName("io.poolingagent.weave.ModuleBridgeInstaller")
                  .getDeclaredConstructor()
                  .newInstance();
    } catch (ClassNotFoundException java8) {
      installer = new Java8();
    }
    return installer.define(instrumentation, BRIDGE, bytes);
  }

  /**
   * Sets the function that finds handlers; null turns every hook off.
   *
   * @throws ReflectiveOperationException if the class is not our bridge
   */
  public static void connect(
      Class<?> bridge,
      @Nullable BiFunction<String, Class<?>, BiFunction<Object, Object[], Object>> linker)
      throws ReflectiveOperationException {
    bridge.getField("linker").set(null, linker);
  }

  /**
   * Has the hooks {@linkplain HookPoint#onDemand() on demand} asked from now on.
   *
   * @throws ReflectiveOperationException if the class is not our bridge
   */
  public static void demand(Class<?> bridge) throws ReflectiveOperationException {
    bridge.getField("demanded").setBoolean(null, true);
  }

  /** Defines the class with the given bytes into {@code java.lang}. */
  abstract Class<?> define(Instrumentation instrumentation, String name, byte[] bytes)
      throws ReflectiveOperationException;

  /** On Java 8 only Unsafe defines a class for the boot loader. */
  private static final class Java8 extends BridgeInstaller {
    @Override
    Class<?> define(Instrumentation instrumentation, String name, byte[] bytes)
        throws ReflectiveOperationException {
      Class<?> type = Class.forName("sun.misc.Unsafe");
      Field instance = type.getDeclaredField("theUnsafe");
      instance.setAccessible(true);
      Method define =
          type.getMethod(
              "defineClass",
              String.class,
              byte[].class,
              int.class,
              int.class,
              ClassLoader.class,
              ProtectionDomain.class);
      return (Class<?>) define.invoke(instance.get(null), name, bytes, 0, bytes.length, null, null);
    }
  }
}
