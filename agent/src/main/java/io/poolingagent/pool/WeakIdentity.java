package io.poolingagent.pool;

import java.lang.ref.WeakReference;
import org.jspecify.annotations.Nullable;

/** An object compared by identity, in a key that is kept. */
final class WeakIdentity extends WeakReference<Object> {
  final boolean isClass;
  private final int hash;
  private final String label;

  WeakIdentity(StrongIdentity strong) {
    super(strong.object);
    this.isClass = strong.isClass;
    this.hash = strong.hash;
    this.label = strong.label();
  }

  @Override
  public boolean equals(@Nullable Object other) {
    if (this == other) {
      return true;
    }
    Object object = get();
    if (object == null) {
      return false;
    }
    return other instanceof StrongIdentity
        ? object == ((StrongIdentity) other).object
        : other instanceof WeakIdentity && object == ((WeakIdentity) other).get();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  @Override
  public String toString() {
    return get() == null ? label + " (collected)" : label;
  }
}
