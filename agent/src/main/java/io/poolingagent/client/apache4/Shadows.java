package io.poolingagent.client.apache4;

import java.lang.ref.WeakReference;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The shadows of the application's connection managers, so that a manager's closing finds its
 * shadow. Holds neither: a shadow lives as long as a client or a connection in use refers to it.
 */
public final class Shadows<S extends Shadow> {
  private static final Object CLOSED = new Object();

  /** A shadow or {@link #CLOSED} by manager. Guarded by itself. */
  private final Map<Object, Object> byManager = new WeakHashMap<>();

  /** The shadow of a manager, if it has one. */
  public @Nullable S known(Object manager) {
    synchronized (byManager) {
      return shadow(byManager.get(manager));
    }
  }

  /** The shadow of a manager; {@code maker} makes it. */
  public S of(Object manager, Supplier<? extends S> maker) {
    boolean closed;
    S shadow;
    synchronized (byManager) {
      Object known = byManager.get(manager);
      shadow = shadow(known);
      if (shadow != null) {
        return shadow;
      }
      closed = known == CLOSED;
      shadow = maker.get();
      if (!closed) {
        byManager.put(manager, new WeakReference<>(shadow));
      }
    }
    if (closed) {
      shadow.managerClosed();
    }
    return shadow;
  }

  /** A manager is closed for good. */
  public void closed(Object manager) {
    S shadow;
    synchronized (byManager) {
      shadow = shadow(byManager.put(manager, CLOSED));
    }
    if (shadow != null) {
      shadow.managerClosed();
    }
  }

  @SuppressWarnings("unchecked") // only shadows are put into references
  private @Nullable S shadow(@Nullable Object known) {
    return known instanceof WeakReference ? ((WeakReference<S>) known).get() : null;
  }
}
