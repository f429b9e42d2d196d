package io.poolingagent.pool;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.security.cert.Certificate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Which clients are interchangeable: two clients share connections exactly if their keys are equal.
 * A value; immutable and thread-safe.
 *
 * <p>A key is built for every client that the application creates, so it is cheap: one array, no
 * weak references. It is meant to be short-lived, because its identities are held strongly. A
 * {@link PoolRegistry} keeps a {@link #weak()} copy, which pins nothing of the application and is
 * equal to other keys only while all it refers to lives.
 */
public final class PoolKey {
  private static final int FEW = 3;

  private final String client;
  private final String[] names;
  private final @Nullable Object[] parts;
  private final int hash;

  private PoolKey(String client, String[] names, @Nullable Object[] parts, int hash) {
    this.client = client;
    this.names = names;
    this.parts = parts;
    this.hash = hash;
  }

  /**
   * Whether all instances of a class must behave alike, for it and its superclasses have no
   * instance field. See {@link Builder#config}.
   */
  public static boolean isStateless(Class<?> type) {
    return Stateless.CLASSES.get(type);
  }

  /**
   * Starts a key.
   *
   * @param client the library, {@code "okhttp3"}; the same name as in settings and metrics
   */
  public static Builder builder(String client) {
    return new Builder(client);
  }

  /** The library, {@code "okhttp3"}. */
  public String client() {
    return client;
  }

  /** Eight hexadecimal digits, the same for equal keys; used in JMX names. */
  public String id() {
    long mixed = client.hashCode();
    for (Object part : parts) {
      mixed = (mixed ^ (part == null ? 0 : part.hashCode())) * 0x9E3779B97F4A7C15L;
      mixed ^= mixed >>> 32;
    }
    String hex = Integer.toHexString((int) mixed);
    return "00000000".substring(hex.length()) + hex;
  }

  /**
   * Whether no object that this key refers to has been collected. Always true for a key just built.
   */
  public boolean isLive() {
    for (Object part : parts) {
      if (part instanceof WeakIdentity && ((WeakIdentity) part).get() == null) {
        return false;
      }
      if (part instanceof PoolKey && !((PoolKey) part).isLive()) {
        return false;
      }
    }
    return true;
  }

  /**
   * Whether it refers to certain objects of the application's, so that only who has the very same
   * ones is equal. Classes are no such objects.
   */
  public boolean isOfCertainObjects() {
    for (Object part : parts) {
      if ((part instanceof StrongIdentity && !((StrongIdentity) part).isClass)
          || (part instanceof WeakIdentity && !((WeakIdentity) part).isClass)
          || (part instanceof PoolKey && ((PoolKey) part).isOfCertainObjects())) {
        return true;
      }
    }
    return false;
  }

  /**
   * The few parts in which this key differs from the other, for "would pool but for".
   *
   * @return their names; empty if the keys are equal, of another library or shape, or differ in
   *     more than {@value #FEW} parts, so that they are of clients that have little in common
   */
  public List<String> differences(PoolKey other) {
    return differences(other, FEW);
  }

  private List<String> differences(PoolKey other, int most) {
    if (!sameShape(other)) {
      return Collections.emptyList();
    }
    List<String> differences = new ArrayList<>(most);
    for (int i = 0; i < parts.length; i++) {
      if (!same(parts[i], other.parts[i])) {
        if (differences.size() == most) {
          return Collections.emptyList();
        }
        differences.add(names[i] + within(parts[i], other.parts[i]));
      }
    }
    return differences;
  }

  /** Where in two parts that are keys themselves the difference is, if in one place. */
  private static String within(@Nullable Object part, @Nullable Object other) {
    if (!(part instanceof PoolKey) || !(other instanceof PoolKey)) {
      return "";
    }
    List<String> inner = ((PoolKey) part).differences((PoolKey) other, 1);
    return inner.isEmpty() ? "" : "." + inner.get(0);
  }

  /** Whether a class is one of the JDK's own. */
  public static boolean isOfJdk(Class<?> type) {
    ClassLoader loader = type.getClassLoader();
    return loader == null || loader == Platform.LOADER;
  }

  /** A copy of this key that holds its identities weakly; the key itself if it does. */
  public PoolKey weak() {
    @Nullable Object[] weak = new Object[parts.length];
    boolean isWeak = true;
    for (int i = 0; i < parts.length; i++) {
      Object part = parts[i];
      if (part instanceof StrongIdentity) {
        weak[i] = new WeakIdentity((StrongIdentity) part);
      } else {
        weak[i] = part instanceof PoolKey ? ((PoolKey) part).weak() : part;
      }
      isWeak &= weak[i] == part;
    }
    return isWeak ? this : new PoolKey(client, names, weak, hash);
  }

  int size() {
    return parts.length;
  }

  String name(int index) {
    return names[index];
  }

  @Nullable Object part(int index) {
    return parts[index];
  }

  /** Whether a part stands for this very object. */
  static boolean isIdentityOf(@Nullable Object part, Object object) {
    return part instanceof StrongIdentity
        ? ((StrongIdentity) part).object == object
        : part instanceof WeakIdentity && ((WeakIdentity) part).get() == object;
  }

  /** What a key keeps of a secret. */
  static Object digest(String secret) {
    return new SecretDigest(secret.getBytes(StandardCharsets.UTF_8));
  }

  private boolean sameShape(PoolKey other) {
    return client.equals(other.client)
        && (names == other.names || Arrays.equals(names, other.names));
  }

  private static boolean same(@Nullable Object part, @Nullable Object other) {
    return part == other || (part != null && part.equals(other));
  }

  @Override
  public boolean equals(Object other) {
    if (this == other) {
      return true;
    }
    if (!(other instanceof PoolKey)) {
      return false;
    }
    PoolKey that = (PoolKey) other;
    if (hash != that.hash || !sameShape(that)) {
      return false;
    }
    for (int i = 0; i < parts.length; i++) {
      if (!same(parts[i], that.parts[i])) {
        return false;
      }
    }
    return true;
  }

  @Override
  public int hashCode() {
    return hash;
  }

  /** Library and parts, fit for logs and consoles: secrets are not in it. */
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder(client).append('{');
    for (int i = 0; i < parts.length; i++) {
      text.append(i == 0 ? "" : ", ").append(names[i]).append('=').append(printed(parts[i]));
    }
    return text.append('}').toString();
  }

  private static @Nullable Object printed(@Nullable Object part) {
    if (part instanceof Collection || part instanceof Certificate) { // which print as pages
      return part.getClass().getSimpleName() + '@' + Integer.toHexString(part.hashCode());
    }
    boolean ours =
        part instanceof StrongIdentity
            || part instanceof WeakIdentity
            || part instanceof PoolKey
            || part instanceof SecretDigest;
    return part == null || ours ? part : Userinfo.hidden(part.toString());
  }

  /**
   * Collects the parts of a key, in an order that is the same for all keys of a library. Not
   * thread-safe.
   */
  public static final class Builder implements KeyParts {

    private final String client;
    private String[] names = new String[16];
    private @Nullable Object[] parts = new Object[16];
    private int size;
    private int hash;
    private String begun = "";

    Builder(String client) {
      this.client = client;
      this.hash = client.hashCode();
    }

    @Override
    public Builder value(String part, @Nullable Object value) {
      if (value != null && !isOfJdk(value.getClass())) {
        throw new IllegalArgumentException(
            part + " is a " + value.getClass().getName() + ", not a value of the JDK");
      }
      return add(part, value, value == null ? 0 : value.hashCode());
    }

    @Override
    public Builder identity(String part, @Nullable Object object) {
      if (object == null) {
        return add(part, null, 0);
      }
      int hash = System.identityHashCode(object);
      return add(part, new StrongIdentity(object, hash, object instanceof Class), hash);
    }

    @Override
    public Builder config(String part, @Nullable Object object) {
      if (object == null || !Stateless.CLASSES.get(object.getClass())) {
        return identity(part, object);
      }
      int hash = System.identityHashCode(object.getClass());
      return add(part, new StrongIdentity(object.getClass(), hash, true), hash);
    }

    @Override
    public Builder key(String part, @Nullable PoolKey key) {
      return add(part, key, key == null ? 0 : key.hashCode());
    }

    @Override
    public Builder secret(String part, @Nullable String secret) {
      if (secret == null) {
        return add(part, null, 0);
      }
      return secretBytes(part, secret.getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public Builder begin(String part, String name) {
      begun = part;
      return new Builder(name);
    }

    @Override
    public Builder end(KeyParts inner) {
      return key(begun, ((Builder) inner).build());
    }

    /** The same for a secret of bytes. */
    public Builder secretBytes(String part, byte[] secret) {
      SecretDigest digest = new SecretDigest(secret);
      return add(part, digest, digest.hashCode());
    }

    private Builder add(String part, @Nullable Object value, int valueHash) {
      if (size == names.length) {
        names = Arrays.copyOf(names, 2 * size);
        parts = Arrays.copyOf(parts, 2 * size);
      }
      names[size] = part;
      parts[size++] = value;
      hash = 31 * hash + valueHash;
      return this;
    }

    /** The key. The builder can be used further. */
    public PoolKey build() {
      return new PoolKey(client, Arrays.copyOf(names, size), Arrays.copyOf(parts, size), hash);
    }
  }

  /**
   * Whether instances of a class have no state of their own. Lives in its own class: most keys
   * never need it.
   */
  private static final class Stateless {
    static final ClassValue<Boolean> CLASSES =
        new ClassValue<Boolean>() {
          @Override
          protected Boolean computeValue(Class<?> type) {
            try {
              for (Class<?> c = type; c != null; c = c.getSuperclass()) {
                for (Field field : c.getDeclaredFields()) {
                  if (!Modifier.isStatic(field.getModifiers())) {
                    return false;
                  }
                }
              }
              return !type.isArray();
            } catch (LinkageError | SecurityException e) {
              return false; // a field's type is missing: in doubt they don't share
            }
          }
        };
  }

  private static final class Platform {
    static final ClassLoader LOADER = platformLoader();

    /**
     * The loader of the JDK's classes that are not in the boot loader: "platform", on Java 8
     * "extension".
     */
    private static ClassLoader platformLoader() {
      ClassLoader loader = ClassLoader.getSystemClassLoader();
      while (loader.getParent() != null) {
        loader = loader.getParent();
      }
      return loader;
    }
  }
}
