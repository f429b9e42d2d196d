package io.poolingagent.it;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A process in a container that shares this machine's process ids. Its streams and its exit code
 * are those of the {@code docker exec} that started it, its id and its end are its own: to kill the
 * command would leave it running.
 */
final class ContainerProcess extends Process {
  private final Process exec;
  private final Path pidFile;
  private long pid;

  /**
   * @param exec the command that runs it
   * @param pidFile where it writes its id before all else
   */
  ContainerProcess(Process exec, Path pidFile) {
    this.exec = exec;
    this.pidFile = pidFile;
  }

  @Override
  public synchronized long pid() {
    if (pid == 0) {
      Upstream.await(() -> !written().isEmpty() || !exec.isAlive(), () -> "no id in " + pidFile);
      pid = written().isEmpty() ? exec.pid() : Long.parseLong(written());
      pidFile.toFile().delete();
    }
    return pid;
  }

  private String written() {
    try {
      return Files.exists(pidFile) ? Files.readString(pidFile).strip() : "";
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public void destroy() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroy);
  }

  @Override
  public Process destroyForcibly() {
    ProcessHandle.of(pid()).ifPresent(ProcessHandle::destroyForcibly);
    return this;
  }

  @Override
  public OutputStream getOutputStream() {
    return exec.getOutputStream();
  }

  @Override
  public InputStream getInputStream() {
    return exec.getInputStream();
  }

  @Override
  public InputStream getErrorStream() {
    return exec.getErrorStream();
  }

  @Override
  public int waitFor() throws InterruptedException {
    return exec.waitFor();
  }

  @Override
  public boolean waitFor(long timeout, TimeUnit unit) throws InterruptedException {
    return exec.waitFor(timeout, unit);
  }

  @Override
  public int exitValue() {
    return exec.exitValue();
  }

  @Override
  public boolean isAlive() {
    return exec.isAlive();
  }
}
