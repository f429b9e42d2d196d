package io.poolingagent.weave;

import java.lang.instrument.Instrumentation;

/** Makes a package that a named module keeps to itself accessible to one of the agent's loaders. */
public interface PackageOpener {

  /**
   * Opens a package of the module of a class to the unnamed module of a loader. A package that the
   * module does not have is passed over.
   */
  void open(Instrumentation instrumentation, Class<?> member, String packageName, ClassLoader to);

  /** The opener for this JVM; it does nothing where there are no modules. */
  static PackageOpener ofThisJvm() {
    try {
      Class.forName("java.lang.Module");
      return (PackageOpener)
          Class.forName("io.poolingagent.weave.ModuleOpener")
              .getDeclaredConstructor()
              .newInstance();
    } catch (ReflectiveOperationException java8) {
      return (instrumentation, member, packageName, to) -> {};
    }
  }
}
