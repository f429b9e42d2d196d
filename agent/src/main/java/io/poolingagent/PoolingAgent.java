package io.poolingagent;

import java.io.File;
import java.lang.instrument.Instrumentation;
import java.security.CodeSource;
import org.jspecify.annotations.Nullable;

/**
 * The entry point named in the manifest. It finds its own jar, hands over to the isolated agent,
 * and does nothing else: this class is on the application's class path. It never throws: an
 * exception out of {@code premain} would end the JVM.
 */
public final class PoolingAgent {

  private PoolingAgent() {}

  /**
   * Called by the JVM before the application's {@code main}.
   *
   * @param arguments what stands behind {@code =} in {@code -javaagent:pooling-agent.jar=...}, may
   *     be null
   * @param instrumentation the JVM's instrumentation
   */
  public static void premain(@Nullable String arguments, Instrumentation instrumentation) {
    try {
      if (System.getSecurityManager() != null) {
        System.err.println(
            "pooling-agent: not started, the application is not affected: a security manager is set,"
                + " which would have to check each caller of a connection that callers share");
        return;
      }
      CodeSource source = PoolingAgent.class.getProtectionDomain().getCodeSource();
      if (source == null || !"file".equals(source.getLocation().getProtocol())) {
        System.err.println(
            "pooling-agent: not started: the agent's classes were not loaded from a jar file; start with"
                + " -javaagent:/path/to/pooling-agent.jar");
        return;
      }
      File jar = new File(source.getLocation().toURI());
      // Not held as a ClassLoader: the verifier would load our loader outside of this try.
      AgentClassLoader isolated = new AgentClassLoader(jar);
      isolated
          .loadClass("io.poolingagent.agent.Agent")
          .getMethod("start", String.class, Instrumentation.class)
          .invoke(null, arguments, instrumentation);
    } catch (Throwable failure) {
      System.err.println("pooling-agent: not started, the application is not affected: " + failure);
    }
  }
}
