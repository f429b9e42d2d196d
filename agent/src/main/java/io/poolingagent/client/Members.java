package io.poolingagent.client;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.lang.reflect.Constructor;
import java.lang.reflect.Field;
import java.lang.reflect.Method;
import org.jspecify.annotations.Nullable;

/**
 * Handles of members that are not the library's API, all of type {@code (Object...)Object} but for
 * primitives. Looked up once; a version that lacks one fails there, and is left alone.
 */
public final class Members {
  private Members() {}

  /** Reads the field that goes by one of these names. */
  public static MethodHandle getter(Class<?> type, String... names)
      throws ReflectiveOperationException {
    return generic(MethodHandles.lookup().unreflectGetter(field(type, names)));
  }

  /** Writes a field. */
  public static MethodHandle setter(Class<?> type, String... names)
      throws ReflectiveOperationException {
    return generic(MethodHandles.lookup().unreflectSetter(field(type, names)));
  }

  /** Calls a method. */
  public static MethodHandle method(Class<?> type, String name, Class<?>... parameters)
      throws ReflectiveOperationException {
    Method method = type.getDeclaredMethod(name, parameters);
    method.setAccessible(true);
    return generic(MethodHandles.lookup().unreflect(method));
  }

  /** Calls a constructor. */
  public static MethodHandle constructor(Class<?> type, Class<?>... parameters)
      throws ReflectiveOperationException {
    Constructor<?> constructor = type.getDeclaredConstructor(parameters);
    constructor.setAccessible(true);
    return generic(MethodHandles.lookup().unreflectConstructor(constructor));
  }

  /** Calls a method, or null if there is none. */
  public static @Nullable MethodHandle methodIfAny(
      Class<?> type, String name, Class<?>... parameters) throws ReflectiveOperationException {
    try {
      return method(type, name, parameters);
    } catch (NoSuchMethodException absent) {
      return null;
    }
  }

  /** The class of this name beside another, or null. */
  public static @Nullable Class<?> optional(Class<?> beside, String name) {
    try {
      return Class.forName(name, false, beside.getClassLoader());
    } catch (ClassNotFoundException absent) {
      return null;
    }
  }

  /** Whether a class declares a field. */
  public static boolean has(Class<?> type, String field) {
    try {
      return type.getDeclaredField(field) != null;
    } catch (NoSuchFieldException absent) {
      return false;
    }
  }

  private static Field field(Class<?> type, String... names) throws NoSuchFieldException {
    for (Class<?> at = type; at != null; at = at.getSuperclass()) {
      for (String name : names) {
        try {
          Field field = at.getDeclaredField(name);
          field.setAccessible(true);
          return field;
        } catch (NoSuchFieldException tryNext) {
          // the name of another version
        }
      }
    }
    throw new NoSuchFieldException(type.getName() + "." + names[0]);
  }

  /** Objects for all types but primitive ones, so that calls are exact and convert nothing. */
  public static MethodHandle generic(MethodHandle handle) {
    MethodType type = handle.type();
    for (int i = 0; i < type.parameterCount(); i++) {
      if (!type.parameterType(i).isPrimitive()) {
        type = type.changeParameterType(i, Object.class);
      }
    }
    return handle.asType(
        type.returnType().isPrimitive() ? type : type.changeReturnType(Object.class));
  }
}
