package io.poolingagent.weave;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * Loads one library's adapter beside that library: the adapter's own classes here, the agent's core
 * from the agent, everything else from the loader that brought the library. There is one for each
 * (library loader, library); only the library's woven classes keep it alive.
 */
final class AdapterLoader extends ClassLoader {
  private static final String CORE = "io.poolingagent.";

  static {
    registerAsParallelCapable();
  }

  private final ClassLoader agent;
  private final @Nullable ClassLoader library;
  private final String clientPackage;

  /**
   * @param agent the isolated loader of the agent
   * @param library the loader of the library, null for the boot loader
   * @param clientPackage the package whose classes, and those of the packages below it, are defined
   *     here
   */
  AdapterLoader(ClassLoader agent, @Nullable ClassLoader library, String clientPackage) {
    super(null);
    this.agent = agent;
    this.library = library;
    this.clientPackage = clientPackage + ".";
  }

  @Override
  protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
    if (name.startsWith(clientPackage)) {
      synchronized (getClassLoadingLock(name)) {
        Class<?> loaded = findLoadedClass(name);
        return loaded != null ? loaded : define(name);
      }
    }
    return name.startsWith(CORE) ? agent.loadClass(name) : Class.forName(name, false, library);
  }

  private Class<?> define(String name) throws ClassNotFoundException {
    try {
      byte[] bytes = ClassFiles.read(name);
      return defineClass(name, bytes, 0, bytes.length, AdapterLoader.class.getProtectionDomain());
    } catch (IOException unreadable) {
      throw new ClassNotFoundException(name, unreadable);
    }
  }
}
