package io.poolingagent.client.urlconnection;

import io.poolingagent.client.Members;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Looks up members of classes of the JDK, without initialising the classes. Not by {@link Members}:
 * the JDK's packages are opened to this adapter's module, and who asks for access counts.
 */
final class JdkMembers {
  private JdkMembers() {}

  static Class<?> type(String name) {
    try {
      return Class.forName(name, false, null);
    } catch (ClassNotFoundException absent) {
      throw new IllegalStateException(absent);
    }
  }

  static @Nullable MethodHandle firstOf(@Nullable MethodHandle one, @Nullable MethodHandle other) {
    return one != null ? one : other;
  }

  private interface Lookup<T extends AccessibleObject> {
    T find() throws ReflectiveOperationException;
  }

  private static <T extends AccessibleObject> T accessible(Lookup<T> lookup) {
    try {
      T member = lookup.find();
      member.setAccessible(true);
      return member;
    } catch (ReflectiveOperationException absent) {
      throw new IllegalStateException(absent);
    }
  }

  static MethodHandle getter(Class<?> type, String name) {
    Field field = accessible(() -> type.getDeclaredField(name));
    try {
      return Members.generic(MethodHandles.lookup().unreflectGetter(field));
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }

  static MethodHandle setter(Class<?> type, String name) {
    Field field = accessible(() -> type.getDeclaredField(name));
    try {
      return Members.generic(MethodHandles.lookup().unreflectSetter(field));
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }

  static MethodHandle method(Class<?> type, String name, Class<?>... parameters) {
    Method method = accessible(() -> type.getDeclaredMethod(name, parameters));
    try {
      return Members.generic(MethodHandles.lookup().unreflect(method));
    } catch (IllegalAccessException closed) {
      throw new IllegalStateException(closed);
    }
  }

  static @Nullable MethodHandle optionalGetter(Class<?> type, String name) {
    try {
      return getter(type, name);
    } catch (IllegalStateException absent) {
      return null;
    }
  }

  static @Nullable MethodHandle optionalMethod(Class<?> type, String name) {
    try {
      return method(type, name);
    } catch (IllegalStateException absent) {
      return null;
    }
  }
}
