package io.poolingagent.sample;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.Paths;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A JVM that runs one of our commands and talks with us in lines. It ends when its standard input
 * does, so none is left behind when we die. For use by one thread.
 */
public final class ChildJvm implements AutoCloseable {
  private static final String END = "";

  private final String name;
  private final Process process;
  private final BufferedWriter input;
  private final BlockingQueue<String> output = new LinkedBlockingQueue<>();
  private final Path errors;

  private ChildJvm(String name, Process process, Path errors) {
    this.name = name;
    this.process = process;
    this.errors = errors;
    this.input =
        new BufferedWriter(
            new OutputStreamWriter(process.getOutputStream(), StandardCharsets.UTF_8));
    Thread reader = new Thread(this::read, "output of " + name);
    reader.setDaemon(true);
    reader.start();
  }

  /**
   * Starts a JVM of the version that runs us.
   *
   * @param name for messages
   * @param classPath null for our own
   * @throws IOException when it cannot be started
   */
  public static ChildJvm start(
      String name, List<String> jvmArguments, @Nullable String classPath, List<String> arguments)
      throws IOException {
    List<String> command = new ArrayList<>();
    command.add(Paths.get(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(jvmArguments);
    command.add("-cp");
    command.add(classPath != null ? classPath : System.getProperty("java.class.path"));
    command.add(SampleApp.class.getName());
    command.addAll(arguments);
    Path errors = Files.createTempFile("sample-" + name.replaceAll("\\W+", "-") + "-", ".log");
    errors.toFile().deleteOnExit();
    return new ChildJvm(
        name, new ProcessBuilder(command).redirectError(errors.toFile()).start(), errors);
  }

  /**
   * Sends a line.
   *
   * @throws IOException when the JVM has ended
   */
  public void tell(String line) throws IOException {
    input.write(line);
    input.newLine();
    input.flush();
  }

  /**
   * The next line that it prints.
   *
   * @throws IOException when it ended or printed nothing within the time
   */
  public String hear(Duration patience) throws IOException, InterruptedException {
    String line = output.poll(patience.toMillis(), TimeUnit.MILLISECONDS);
    if (line == null) {
      throw new IOException(
          name + " gave no answer within " + patience.getSeconds() + " s" + errorsPrinted());
    }
    if (line.equals(END)) {
      throw new IOException(name + " ended" + errorsPrinted());
    }
    return line;
  }

  @Override
  public void close() throws IOException {
    try {
      input.close();
      if (!process.waitFor(3, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (IOException e) {
      // It ended before we said so.
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    } finally {
      Files.deleteIfExists(errors);
    }
  }

  private void read() {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
      for (String line = reader.readLine(); line != null; line = reader.readLine()) {
        output.add(line);
      }
    } catch (IOException e) {
      // Told by END.
    }
    output.add(END);
  }

  /** The lines that it printed as errors so far. */
  public List<String> errors() throws IOException {
    return Files.readAllLines(errors);
  }

  private String errorsPrinted() throws IOException {
    List<String> lines = errors();
    return lines.isEmpty()
        ? ""
        : "; it printed:" + System.lineSeparator() + String.join(System.lineSeparator(), lines);
  }
}
