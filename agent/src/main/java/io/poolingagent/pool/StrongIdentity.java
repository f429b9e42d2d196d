package io.poolingagent.pool;

import org.jspecify.annotations.Nullable;

/** An object compared by identity, in a key just built. */
final class StrongIdentity {
  final Object object;
  final int hash;
  final boolean isClass;

  StrongIdentity(Object object, int hash, boolean isClass) {
    this.object = object;
    this.hash = hash;
    this.isClass = isClass;
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof StrongIdentity
        ? object == ((StrongIdentity) other).object
        : other instanceof WeakIdentity && object == ((WeakIdentity) other).get();
  }

  @Override
  public int hashCode() {
    return hash;
  }

  String label() {
    return isClass
        ? ((Class<?>) object).getName()
        : object.getClass().getName() + '@' + Integer.toHexString(hash);
  }

  @Override
  public String toString() {
    return label();
  }
}
