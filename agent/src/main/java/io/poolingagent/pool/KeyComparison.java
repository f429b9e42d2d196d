package io.poolingagent.pool;

import org.jspecify.annotations.Nullable;

/**
 * Tells whether a key made of certain parts would equal another key, without making it. Most
 * clients of an application are configured like the one before, so that is asked for each of them.
 * For one thread and one comparison.
 */
public final class KeyComparison implements KeyParts {
  private final @Nullable PoolKey key;
  private int size;
  private boolean same;

  /** Starts to compare with this key. */
  public KeyComparison(PoolKey key) {
    this(key, true);
  }

  private KeyComparison(@Nullable PoolKey key, boolean same) {
    this.key = key;
    this.same = same;
  }

  /** Whether the parts told are all parts of the key. */
  public boolean isSame() {
    return same && key != null && size == key.size();
  }

  /** The part of the key in whose place the next one is. */
  private @Nullable Object next(String part) {
    if (same && key != null && size < key.size() && key.name(size).equals(part)) {
      return key.part(size++);
    }
    same = false;
    return null;
  }

  @Override
  public KeyComparison value(String part, @Nullable Object value) {
    Object known = next(part);
    same = same && (known == value || (known != null && known.equals(value)));
    return this;
  }

  @Override
  public KeyComparison identity(String part, @Nullable Object object) {
    Object known = next(part);
    same = same && (object == null ? known == null : PoolKey.isIdentityOf(known, object));
    return this;
  }

  @Override
  public KeyComparison config(String part, @Nullable Object object) {
    return object != null && PoolKey.isStateless(object.getClass())
        ? identity(part, object.getClass())
        : identity(part, object);
  }

  @Override
  public KeyComparison key(String part, @Nullable PoolKey inner) {
    return value(part, inner);
  }

  @Override
  public KeyComparison secret(String part, @Nullable String secret) {
    return value(part, secret == null ? null : PoolKey.digest(secret));
  }

  @Override
  public KeyComparison begin(String part, String name) {
    Object known = next(part);
    boolean isKey = known instanceof PoolKey && ((PoolKey) known).client().equals(name);
    return new KeyComparison(isKey ? (PoolKey) known : null, isKey);
  }

  @Override
  public KeyComparison end(KeyParts inner) {
    same = same && ((KeyComparison) inner).isSame();
    return this;
  }
}
