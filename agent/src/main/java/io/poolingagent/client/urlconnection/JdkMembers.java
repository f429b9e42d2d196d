package io.poolingagent.client.urlconnection;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import org.jspecify.annotations.Nullable;

/**
 * Members of classes of the JDK, for constants: what is absent is an unchecked exception, and no
 * class is initialised.
 */
final class JdkMembers {
  private JdkMembers() {}

  private interface Lookup<T> {
    T find() throws ReflectiveOperationException;
  }

  private static <T> T required(Lookup<T> lookup) {
    try {
      return lookup.find();
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException(absent);
    }
  }

  private static <T> @Nullable T ifAny(Lookup<T> lookup) {
    try {
      return lookup.find();
    } catch (ReflectiveOperationException absent) {
      return null;
    }
  }

  static Class<?> type(String name) {
    return required(() -> Class.forName(name, false, null));
  }

  static @Nullable MethodHandle firstOf(@Nullable MethodHandle one, @Nullable MethodHandle other) {
    return one != null ? one : other;
  }

  static MethodHandle getter(Class<?> type, String name) {
    return required(() -> Members.getter(type, name));
  }

  static MethodHandle setter(Class<?> type, String name) {
    return required(() -> Members.setter(type, name));
  }

  static MethodHandle method(Class<?> type, String name, Class<?>... parameters) {
    return required(() -> Members.method(type, name, parameters));
  }

  static @Nullable MethodHandle optionalGetter(Class<?> type, String name) {
    return ifAny(() -> Members.getter(type, name));
  }

  static @Nullable MethodHandle optionalMethod(Class<?> type, String name) {
    return ifAny(() -> Members.method(type, name));
  }
}
