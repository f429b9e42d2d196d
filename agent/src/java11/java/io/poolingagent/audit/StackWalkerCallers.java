package io.poolingagent.audit;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks only as many frames as it takes; {@link Callers#ofThisJvm} finds it by name. */
final class StackWalkerCallers extends Callers {
  private final StackWalker walker = StackWalker.getInstance();

  @Override
  @Nullable StackTraceElement caller() {
    StackWalker.StackFrame found =
        walker.walk(frames -> frames.filter(f -> tells(f.getClassName())).findFirst()).orElse(null);
    return found == null ? null : found.toStackTraceElement();
  }

  @Override
  public boolean calledFrom(List<String> names) {
    return walker.walk(frames -> frames.anyMatch(f -> within(f.getClassName(), names)));
  }
}
