package io.poolingagent.app.startup;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.logging.LogManager;
import javax.management.MBeanServer;
import javax.management.MBeanServerBuilder;
import javax.management.MBeanServerDelegate;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Sets in {@code main} what the JDK reads once, when a class is initialised, and prints whether it
 * was still in time. Application servers start like this.
 */
public final class LateProperties {

  private LateProperties() {}

  /** A log manager that says whether it was chosen. */
  public static final class OwnLogManager extends LogManager {}

  /** An MBean server builder that says that it was asked. */
  public static final class OwnBuilder extends MBeanServerBuilder {
    @Override
    public MBeanServer newMBeanServer(
        String domain, @Nullable MBeanServer outer, MBeanServerDelegate delegate) {
      System.out.println("builder: asked for " + domain);
      return super.newMBeanServer(domain, outer, delegate);
    }
  }

  /** Prints one line for each property. */
  public static void main(String[] arguments) throws Exception {
    System.setProperty("java.util.logging.manager", OwnLogManager.class.getName());
    System.setProperty("javax.management.builder.initial", OwnBuilder.class.getName());
    System.setProperty("jdk.tls.client.protocols", "TLSv1.2");
    System.out.println("log manager: " + LogManager.getLogManager().getClass().getSimpleName());
    System.out.println("domain: " + ManagementFactory.getPlatformMBeanServer().getDefaultDomain());
    System.out.println(
        "protocols: "
            + Arrays.asList(SSLContext.getDefault().getDefaultSSLParameters().getProtocols()));
  }
}
