package io.poolingagent.app.loaders;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.launch.Framework;

/** Starts Felix, installs one bundle, and calls the application in it. */
public final class OsgiHost {

  private OsgiHost() {}

  /** Arguments: the bundle's location, the cache folder, the URL, the number of calls. */
  public static void main(String[] arguments) throws Exception {
    Map<String, String> configuration = new HashMap<>();
    configuration.put(Constants.FRAMEWORK_STORAGE, arguments[1]);
    // The hard case, and Felix's default: a bundle sees java.* of the JVM and nothing else.
    configuration.put(Constants.FRAMEWORK_BOOTDELEGATION, "");
    Framework framework =
        new org.apache.felix.framework.FrameworkFactory().newFramework(configuration);
    framework.start();
    Bundle bundle = framework.getBundleContext().installBundle(arguments[0]);
    bundle.start();
    Class<?> shop = bundle.loadClass(Shop.class.getName());
    if (shop.getClassLoader() == OsgiHost.class.getClassLoader()) {
      throw new IllegalStateException("the bundle has no loader of its own");
    }
    Callable<?> application =
        (Callable<?>) shop.getConstructor(String.class).newInstance(arguments[2]);
    for (int i = 0; i < Integer.parseInt(arguments[3]); i++) {
      System.out.println(application.call());
    }
    framework.stop();
    framework.waitForStop(10_000);
    System.exit(0);
  }
}
