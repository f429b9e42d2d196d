package io.poolingagent.weave;

import java.lang.instrument.Instrumentation;
import java.lang.invoke.MethodHandles;

/** Defines the bridge through a private lookup, on JVMs with modules. */
final class ModuleBridgeInstaller extends BridgeInstaller {
  @Override
  Class<?> define(Instrumentation instrumentation, String name, byte[] bytes)
      throws ReflectiveOperationException {
    // Opened to the isolated agent loader's unnamed module alone; the application gains nothing.
    new ModuleOpener()
        .open(
            instrumentation,
            Object.class,
            "java.lang",
            ModuleBridgeInstaller.class.getClassLoader());
    return MethodHandles.privateLookupIn(Object.class, MethodHandles.lookup()).defineClass(bytes);
  }
}
