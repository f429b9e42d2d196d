package io.poolingagent.agent;

import io.poolingagent.weave.BridgeInstaller;
import org.jspecify.annotations.Nullable;

/** Whether the agent should start in this JVM at all. */
final class StartupChecks {

  /** Prefixes of the main classes of JDK tools, which name no module on Java 8. */
  private static final String[] JAVA_8_TOOLS = {
    "com.sun.tools.", "sun.tools.", "sun.security.tools.", "sun.jvmstat.", "sun.rmi.", "jdk.jfr."
  };

  private StartupChecks() {}

  /**
   * A JDK tool (javac, keytool, jcmd) started under JAVA_TOOL_OPTIONS. It gets no line from us:
   * scripts read what tools print.
   */
  static boolean isJdkTool() {
    String module = System.getProperty("jdk.module.main");
    if (module != null) {
      return module.startsWith("jdk.") || module.startsWith("java.");
    }
    String command = System.getProperty("sun.java.command", "");
    for (String prefix : JAVA_8_TOOLS) {
      if (command.startsWith(prefix)) {
        return true;
      }
    }
    return false;
  }

  /**
   * Why the agent stays off, as a sentence for the operator; null when nothing speaks against it.
   */
  static @Nullable String refusal() {
    if (BridgeInstaller.isInstalled()) {
      return "another copy of the agent runs in this JVM; this one stays off (is -javaagent given twice,"
          + " or also in JAVA_TOOL_OPTIONS?)";
    }
    String version = System.getProperty("java.version", "");
    if (version.startsWith("1.8.0_") && java8Update(version) < 40) {
      return "Java " + version + " is too old; the agent needs Java 8 update 40 or later";
    }
    if (version.startsWith("1.") && !version.startsWith("1.8.")) {
      return "Java " + version + " is too old; the agent needs Java 8 update 40 or later";
    }
    return null;
  }

  private static int java8Update(String version) {
    int update = 0;
    for (int i = "1.8.0_".length(); i < version.length(); i++) {
      char digit = version.charAt(i);
      if (digit < '0' || digit > '9') {
        break;
      }
      update = update * 10 + (digit - '0');
    }
    return update;
  }
}
