package io.poolingagent.pool;

import org.jspecify.annotations.Nullable;

/**
 * Takes the parts of a key, one after the other and always in the same order: to make a key of them
 * ({@link PoolKey#builder}), or to compare them with a key that there is ({@link KeyComparison}).
 */
public interface KeyParts {

  /**
   * A part compared by {@code equals}.
   *
   * @param value an immutable object of a class of the JDK, as it is held strongly for as long as
   *     the pool lives
   * @throws IllegalArgumentException if its class is not one of the JDK's
   */
  KeyParts value(String part, @Nullable Object value);

  /** A part that is equal only to the same object. A pool holds it weakly. */
  KeyParts identity(String part, @Nullable Object object);

  /**
   * Like {@link #identity}, but all instances of one class are equal if the class (with its
   * superclasses) has no instance field: they cannot behave differently, and applications build
   * such objects anew for each client.
   */
  KeyParts config(String part, @Nullable Object object);

  /** A part that is itself a key: it is compared, held weakly and printed as one. */
  KeyParts key(String part, @Nullable PoolKey key);

  /** A part of which only a digest is kept, salted with a number drawn once per JVM. */
  KeyParts secret(String part, @Nullable String secret);

  /**
   * Begins a part that is itself a key; its own parts go to the result, until {@link #end}.
   *
   * @param name what {@link PoolKey#builder} would be told
   */
  KeyParts begin(String part, String name);

  /** What was begun last is complete. */
  KeyParts end(KeyParts begun);
}
