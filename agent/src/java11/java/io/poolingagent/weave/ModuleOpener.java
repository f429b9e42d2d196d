package io.poolingagent.weave;

import java.lang.instrument.Instrumentation;
import java.util.Collections;

/** Opens packages of named modules to the agent, on JVMs with modules. */
final class ModuleOpener implements PackageOpener {

  @Override
  public void open(
      Instrumentation instrumentation, Class<?> member, String packageName, ClassLoader to) {
    Module owner = member.getModule();
    if (!owner.isNamed() || !owner.getPackages().contains(packageName)) {
      return;
    }
    instrumentation.redefineModule(
        owner,
        Collections.emptySet(),
        // Exported as well: an adapter may implement a public interface of an internal package.
        Collections.singletonMap(packageName, Collections.singleton(to.getUnnamedModule())),
        Collections.singletonMap(packageName, Collections.singleton(to.getUnnamedModule())),
        Collections.emptySet(),
        Collections.emptyMap());
  }
}
