package io.poolingagent.it;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.tools.attach.AttachNotSupportedException;
import com.sun.tools.attach.VirtualMachine;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.management.JMException;
import javax.management.MBeanServerConnection;
import javax.management.ObjectName;
import javax.management.remote.JMXConnector;
import javax.management.remote.JMXConnectorFactory;
import javax.management.remote.JMXServiceURL;
import org.jspecify.annotations.Nullable;

/**
 * An application in a JVM of its own, with the shipped agent jar or without it.
 *
 * <p>With the agent, the end of the run is also a test: {@link #waitFor} and {@link #close} fail
 * when the agent swallowed an error of its own, as it reports it on JVM exit. A JVM that does not
 * answer in time is described by its thread dump. Used by one thread.
 */
public final class ForkedJvm implements AutoCloseable {

  /** Long enough for a slow machine; only failures wait so long. */
  static final Duration PATIENCE = Duration.ofMinutes(3);

  /** Leaves the agent out everywhere, to see which tests fail without what they test. */
  private static final boolean PLACEBO = Boolean.getBoolean("it.placebo");

  /** The agent's own MBean, see the metrics package. */
  public static final String AGENT_MBEAN = "io.poolingagent:type=Agent";

  private final Process process;
  private final boolean byScript;
  private final JavaHome java;
  private final String commandLine;
  private final @Nullable Path report;
  private final BlockingQueue<String> unread = new LinkedBlockingQueue<>();
  private final StringBuffer stdout = new StringBuffer();
  private final StringBuffer stderr = new StringBuffer();
  private final List<Thread> readers = new ArrayList<>();
  private @Nullable JMXConnector jmx;
  private boolean checked;

  private ForkedJvm(
      Process process, boolean byScript, JavaHome java, String commandLine, @Nullable Path report) {
    this.process = process;
    this.byScript = byScript;
    this.java = java;
    this.commandLine = commandLine;
    this.report = report;
    readers.add(reader("stdout", process.getInputStream(), stdout, true));
    readers.add(reader("stderr", process.getErrorStream(), stderr, false));
  }

  /** Starts to describe a JVM that runs this main class. */
  public static Builder of(String mainClass) {
    return new Builder(mainClass);
  }

  /**
   * Starts to describe a JVM that this script of its users starts, which takes the JVM's flags from
   * a variable of the environment.
   */
  public static Builder ofScript(Path script, String variable) {
    Builder builder = new Builder(script.toString());
    builder.variable = variable;
    return builder;
  }

  /** What a JVM that ended left behind. */
  public record Exit(int code, String stdout, String stderr) {}

  /** Writes a line to the application's standard input. */
  public void say(String line) {
    try {
      OutputStream in = process.getOutputStream();
      in.write((line + "\n").getBytes(UTF_8));
      in.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(describe("does not read: " + line), e);
    }
  }

  /** Answers the next line of standard output; fails when none comes in time. */
  public String hear() {
    return hear(PATIENCE);
  }

  /** Answers the next line of standard output; fails when none comes within this time. */
  public String hear(Duration patience) {
    long deadline = System.nanoTime() + patience.toNanos();
    try {
      while (true) {
        String line = unread.poll(100, TimeUnit.MILLISECONDS);
        if (line != null) {
          return line;
        }
        if (!process.isAlive() && unread.isEmpty() && !readers.get(0).isAlive()) {
          throw new AssertionError(describe("ended with exit code " + process.exitValue()));
        }
        if (System.nanoTime() > deadline) {
          throw new AssertionError(describe("said nothing for " + patience));
        }
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Waits for the end of the application and, with the agent, checks that the agent had no error.
   */
  public Exit waitFor() {
    return waitFor(PATIENCE);
  }

  /** Waits for the end of the application within this time. */
  public Exit waitFor(Duration patience) {
    try {
      if (!process.waitFor(patience.toMillis(), TimeUnit.MILLISECONDS)) {
        throw new AssertionError(describe("did not end within " + patience));
      }
      for (Thread reader : readers) {
        reader.join(5_000);
      }
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
    Exit exit = new Exit(process.exitValue(), stdout.toString(), stderr.toString());
    if (!checked) {
      checked = true;
      checkReport();
    }
    return exit;
  }

  /** Ends the application by the end of its standard input; its report can still be read. */
  public Exit end() {
    try {
      process.getOutputStream().close();
    } catch (IOException e) {
      throw new UncheckedIOException(describe("does not end"), e);
    }
    return waitFor();
  }

  /** Ends the application by the signal that {@code kill} sends, as those that run servers do. */
  public Exit stop() {
    process.destroy();
    return waitFor();
  }

  /** What the agent reported when the JVM ended; empty without the agent. */
  public Map<String, String> report() {
    Map<String, String> facts = new LinkedHashMap<>();
    if (report != null && Files.exists(report)) {
      Properties properties = new Properties();
      try (Reader reader = Files.newBufferedReader(report)) {
        properties.load(reader);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
      properties.forEach((name, value) -> facts.put(String.valueOf(name), String.valueOf(value)));
    }
    return facts;
  }

  private void checkReport() {
    if (report == null) {
      return;
    }
    String errors = report().get("errors");
    if (!"0".equals(errors)) {
      throw new AssertionError(
          describe(
              "the agent swallowed errors of its own: " + (errors == null ? "no report" : errors)));
    }
  }

  /** Whether it has not ended yet. */
  public boolean isAlive() {
    return process.isAlive();
  }

  /** Everything that the JVM wrote to standard output so far. */
  public String stdout() {
    return stdout.toString();
  }

  /** Everything that the JVM wrote to standard error so far. */
  public String stderr() {
    return stderr.toString();
  }

  /** The process id of the JVM; the script that started it may have stayed as its parent. */
  public long pid() {
    if (!byScript) {
      return process.pid();
    }
    return process
        .descendants()
        .filter(child -> child.info().command().orElse("").endsWith("/java"))
        .findFirst()
        .map(ProcessHandle::pid)
        .orElse(process.pid());
  }

  /**
   * The JVM's MBeans. Through the Attach API: no port is opened, and nothing is asked of the
   * command line.
   */
  // The other side is a JVM that this test forked.
  @SuppressWarnings("BanJNDI")
  public MBeanServerConnection mbeans() {
    try {
      if (jmx == null) {
        VirtualMachine vm = VirtualMachine.attach(Long.toString(pid()));
        try {
          jmx = JMXConnectorFactory.connect(new JMXServiceURL(vm.startLocalManagementAgent()));
        } finally {
          vm.detach();
        }
      }
      return jmx.getMBeanServerConnection();
    } catch (IOException | AttachNotSupportedException e) {
      throw new AssertionError(describe("has no JMX"), e);
    }
  }

  /**
   * Fails when the agent has counted an error of its own; the agent publishes its MBean with the
   * first pool.
   */
  public void checkAgentErrors() {
    if (report == null) {
      return;
    }
    try {
      ObjectName agent = new ObjectName(AGENT_MBEAN);
      if (mbeans().isRegistered(agent)) {
        Object errors = mbeans().getAttribute(agent, "Errors");
        if (((Number) errors).longValue() != 0) {
          throw new AssertionError(describe("the agent swallowed errors of its own: " + errors));
        }
      }
    } catch (IOException | JMException e) {
      throw new AssertionError(describe("cannot be asked for the agent's errors"), e);
    }
  }

  /** How many objects of this class are reachable. */
  public int count(String type) {
    String row = "^ *\\d+: +(\\d+) +\\d+ +" + Pattern.quote(type) + "(?: .*)?$";
    Matcher found = Pattern.compile(row, Pattern.MULTILINE).matcher(classHistogram());
    return found.find() ? Integer.parseInt(found.group(1)) : 0;
  }

  private String classHistogram() {
    try {
      return (String)
          mbeans()
              .invoke(
                  new ObjectName("com.sun.management:type=DiagnosticCommand"),
                  "gcClassHistogram",
                  new Object[] {new String[0]},
                  new String[] {String[].class.getName()});
    } catch (IOException | JMException e) {
      throw new AssertionError(describe("cannot be asked for its objects"), e);
    }
  }

  /** What {@code jcmd} prints about the JVM for this command, such as {@code Thread.print}. */
  public String jcmd(String... command) {
    List<String> line =
        new ArrayList<>(List.of(JavaHome.running().tool("jcmd"), Long.toString(pid())));
    line.addAll(List.of(command));
    try {
      Process jcmd = new ProcessBuilder(line).redirectErrorStream(true).start();
      String printed = new String(jcmd.getInputStream().readAllBytes(), UTF_8);
      jcmd.waitFor(10, TimeUnit.SECONDS);
      return printed;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw interrupted(e);
    }
  }

  /**
   * Ends the application by the end of its standard input, checks the agent's report, and kills
   * what is still there.
   */
  @Override
  public void close() {
    try {
      if (jmx != null) {
        jmx.close();
      }
      process.getOutputStream().close();
    } catch (IOException e) {
      // The process is gone already; what it left behind is checked below.
    }
    try {
      if (!checked) {
        waitFor(Duration.ofSeconds(20));
      }
    } finally {
      process.destroyForcibly();
      if (report != null) {
        report.toFile().delete();
      }
    }
  }

  private String describe(String problem) {
    return String.format(
        "JVM %d (%s) %s%n%s%n--- stdout%n%s%n--- stderr%n%s%n--- threads%n%s",
        pid(), java, problem, commandLine, tail(stdout), tail(stderr), threadDump());
  }

  private static String tail(StringBuffer text) {
    return text.length() < 20_000
        ? text.toString()
        : "..." + text.substring(text.length() - 20_000);
  }

  private String threadDump() {
    if (!process.isAlive()) {
      return "(ended)";
    }
    try {
      return jcmd("Thread.print");
    } catch (UncheckedIOException e) {
      return "(no dump: " + e + ")";
    }
  }

  private Thread reader(String name, InputStream stream, StringBuffer all, boolean queue) {
    Thread thread =
        new Thread(
            () -> {
              try (BufferedReader lines =
                  new BufferedReader(new InputStreamReader(stream, UTF_8))) {
                for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                  all.append(line).append('\n');
                  if (queue) {
                    unread.add(line);
                  }
                }
              } catch (IOException e) {
                all.append("(unreadable: ").append(e).append(")\n");
              }
            },
            name + " of " + pid());
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  private static IllegalStateException interrupted(InterruptedException e) {
    Thread.currentThread().interrupt();
    return new IllegalStateException(e);
  }

  /** Describes the JVM; every method answers the builder itself. */
  public static final class Builder {

    /** The main class, or the script. */
    private final String mainClass;

    private final List<String> classPath = new ArrayList<>();
    private final List<String> flagsBeforeAgent = new ArrayList<>();
    private final List<String> flags = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final Map<String, String> environment = new LinkedHashMap<>();
    private JavaHome java = JavaHome.running();
    private @Nullable String agentArguments;
    private @Nullable String variable; // of a script

    private Builder(String mainClass) {
      this.mainClass = mainClass;
    }

    /** Forks this JDK rather than the running one. */
    public Builder java(JavaHome home) {
      this.java = home;
      return this;
    }

    /** Runs with the shipped agent jar and these settings, each {@code key=value}. */
    public Builder agent(String... settings) {
      this.agentArguments = String.join(",", settings);
      return this;
    }

    /** Adds jars or folders to the class path. */
    public Builder classPath(Path... entries) {
      for (Path entry : entries) {
        classPath.add(entry.toString());
      }
      return this;
    }

    /** Adds JVM flags, such as {@code -Xmx64m}. */
    public Builder flags(String... more) {
      flags.addAll(List.of(more));
      return this;
    }

    /**
     * Adds JVM flags that come before the agent's, such as another agent that is to start first.
     */
    public Builder flagsBeforeAgent(String... more) {
      flagsBeforeAgent.addAll(List.of(more));
      return this;
    }

    /** Adds arguments of the main class. */
    public Builder arguments(String... more) {
      arguments.addAll(List.of(more));
      return this;
    }

    /** Sets a variable of the environment. */
    public Builder environment(String name, String value) {
      environment.put(name, value);
      return this;
    }

    /** Starts the JVM. */
    public ForkedJvm start() {
      try {
        List<String> options = new ArrayList<>(flagsBeforeAgent);
        Path report = null;
        if (agentArguments != null && !PLACEBO) {
          Path jar =
              Path.of(System.getProperty("agent.jar", "../agent/target/pooling-agent.jar"))
                  .toAbsolutePath();
          if (!Files.isRegularFile(jar)) {
            throw new IllegalStateException(
                "no agent jar at " + jar + ": build the agent module first");
          }
          report = Files.createTempFile("pooling-report", ".properties");
          Files.delete(report);
          options.add(
              "-javaagent:"
                  + jar.normalize()
                  + (agentArguments.isEmpty() ? "" : "=" + agentArguments));
          options.add("-Dpooling.report=" + report);
        }
        options.addAll(flags);
        if (!classPath.isEmpty()) {
          options.add("-cp");
          options.add(String.join(File.pathSeparator, classPath));
        }
        List<String> command = new ArrayList<>();
        if (variable == null) {
          command.addAll(options);
        } else {
          environment(variable, String.join(" ", options));
        }
        command.add(mainClass);
        command.addAll(arguments);
        Process process =
            variable == null
                ? java.start(command, environment)
                : java.startScript(command, environment);
        String line = (variable == null ? "java " : "") + String.join(" ", command);
        return new ForkedJvm(process, variable != null, java, line, report);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Runs the JVM to its end. */
    public Exit run() {
      try (ForkedJvm jvm = start()) {
        jvm.process.getOutputStream().close();
        return jvm.waitFor();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
