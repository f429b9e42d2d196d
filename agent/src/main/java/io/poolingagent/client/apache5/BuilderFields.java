package io.poolingagent.client.apache5;

import io.poolingagent.client.Members;
import io.poolingagent.pool.KeyParts;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Set;

/** What a builder can be told: the fields of its class. */
final class BuilderFields {
  private static final ClassValue<BuilderFields> OF =
      new ClassValue<BuilderFields>() {
        @Override
        protected BuilderFields computeValue(Class<?> type) {
          return new BuilderFields(type, Collections.emptySet());
        }
      };

  private static final MethodHandle IS_SET;

  static {
    try {
      IS_SET =
          MethodHandles.lookup()
              .findStatic(
                  BuilderFields.class, "isSet", MethodType.methodType(boolean.class, Object.class));
    } catch (ReflectiveOperationException impossible) {
      throw new ExceptionInInitializerError(impossible);
    }
  }

  /** All of them. */
  private final MethodHandle[] all;

  /** Of those, what is about connections and not about how many. */
  private final String[] names;

  private final MethodHandle[] getters;

  /** Of those, what makes that a manager asks for no TLS material of its own. */
  private final MethodHandle[] tls;

  private BuilderFields(Class<?> type, Set<String> except) {
    List<MethodHandle> all = new ArrayList<>();
    List<String> names = new ArrayList<>();
    List<MethodHandle> getters = new ArrayList<>();
    List<MethodHandle> tls = new ArrayList<>();
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        String name = field.getName();
        if (Modifier.isStatic(field.getModifiers()) || except.contains(name)) {
          continue;
        }
        MethodHandle getter = getter(at, name);
        all.add(getter);
        if (name.startsWith("maxConn")) {
          continue;
        }
        names.add(name);
        getters.add(getter);
        if (name.equals("systemProperties")
            || name.equals("tlsSocketStrategy")
            || name.equals("sslSocketFactory")) {
          tls.add(getter);
        }
      }
    }
    this.all = all.toArray(new MethodHandle[0]);
    this.names = names.toArray(new String[0]);
    this.getters = getters.toArray(new MethodHandle[0]);
    this.tls = tls.toArray(new MethodHandle[0]);
  }

  boolean has(String name) {
    return Arrays.asList(names).contains(name);
  }

  /** Reads a field of a builder; of type {@code (Object)Object}. */
  static MethodHandle getter(Class<?> type, String name) {
    try {
      MethodHandle getter = Members.getter(type, name);
      return getter.asType(getter.type().generic());
    } catch (ReflectiveOperationException unknown) {
      throw new IllegalStateException(unknown);
    }
  }

  /** Those of a class. */
  static BuilderFields of(Class<?> builder) {
    return OF.get(builder);
  }

  /** Those of a class, less those of these names. */
  static BuilderFields of(Class<?> builder, Set<String> except) {
    return new BuilderFields(builder, except);
  }

  /**
   * Tells of a builder whether it was told nothing at all; of type {@code (Object)boolean}. In a
   * constant the JIT compiles it to a look at each field.
   */
  MethodHandle nothingIsSet() {
    MethodHandle result = answer(true);
    for (int i = all.length - 1; i >= 0; i--) {
      result =
          MethodHandles.guardWithTest(
              MethodHandles.filterReturnValue(all[i], IS_SET), answer(false), result);
    }
    return result;
  }

  private static MethodHandle answer(boolean constant) {
    return MethodHandles.dropArguments(
        MethodHandles.constant(boolean.class, constant), 0, Object.class);
  }

  /** Whether a builder was told something that is or makes TLS material. */
  boolean bringTls(Object builder) throws Throwable {
    for (MethodHandle getter : tls) {
      if (isSet((Object) getter.invokeExact(builder))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isSet(Object value) {
    return value != null && !Boolean.FALSE.equals(value) && !Integer.valueOf(0).equals(value);
  }

  /** Tells the parts of what a builder was told about connections. */
  void describe(KeyParts key, Object builder, Structure structure) throws Throwable {
    for (int i = 0; i < names.length; i++) {
      structure.add(key, names[i], (Object) getters[i].invokeExact(builder));
    }
  }
}
