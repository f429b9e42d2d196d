package io.poolingagent.agent;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A failure as it is logged: classes, frames and causes, but of the messages only those that we or
 * the JVM's linker wrote. An exception of the application's (its socket factory, its name resolver)
 * may hold an address with a password or a header, and would end up in a log that the application
 * never wrote to.
 */
final class FailureText {
  private static final String OURS = "io.poolingagent.";

  private FailureText() {}

  static String of(Throwable failure) {
    StringBuilder text = new StringBuilder();
    Set<Throwable> told = Collections.newSetFromMap(new IdentityHashMap<>());
    String label = "";
    for (Throwable at = failure; at != null && told.add(at); at = at.getCause()) {
      text.append(label).append(at.getClass().getName());
      String message = message(at);
      if (message != null) {
        text.append(": ").append(message);
      }
      for (StackTraceElement frame : at.getStackTrace()) {
        text.append(System.lineSeparator()).append("\tat ").append(frame);
      }
      label = System.lineSeparator() + "Caused by: ";
    }
    return text.toString();
  }

  private static @Nullable String message(Throwable failure) {
    StackTraceElement[] frames = failure.getStackTrace();
    boolean ours = frames.length > 0 && frames[0].getClassName().startsWith(OURS);
    boolean namesCodeOnly =
        failure instanceof LinkageError || failure instanceof ReflectiveOperationException;
    return ours && !quotesItsCause(failure) || namesCodeOnly ? failure.getMessage() : null;
  }

  /** As {@code new X(cause)} does. */
  private static boolean quotesItsCause(Throwable failure) {
    Throwable cause = failure.getCause();
    String quoted = cause == null ? null : cause.getMessage();
    return quoted != null && String.valueOf(failure.getMessage()).contains(quoted);
  }
}
