package io.poolingagent.client;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Proxy;
import org.jspecify.annotations.Nullable;

/**
 * What an object of the application's delegates to, such as a connection manager that measures
 * another one: the only object of its own kind that it holds, for good. Thread-safe.
 */
public final class Delegates {
  private static final int DEEPEST = 4;

  private final Class<?> kind;

  /** The field that holds it, by class; absent where none does, or more than one. */
  private final ClassValue<@Nullable Field> fields =
      new ClassValue<@Nullable Field>() {
        @Override
        protected @Nullable Field computeValue(Class<?> type) {
          return field(type);
        }
      };

  /**
   * @param kind the type of the library's that both are of
   */
  public Delegates(Class<?> kind) {
    this.kind = kind;
  }

  /** What stands behind an object, and behind that; the object itself if there is nothing. */
  public Object innermost(Object object) throws IllegalAccessException {
    Object at = object;
    for (int depth = 0; depth < DEEPEST; depth++) {
      Object holder = Proxy.isProxyClass(at.getClass()) ? Proxy.getInvocationHandler(at) : at;
      Field field = fields.get(holder.getClass());
      Object behind = field == null ? null : field.get(holder);
      if (behind == null) {
        return at;
      }
      at = behind;
    }
    return at;
  }

  private @Nullable Field field(Class<?> type) {
    Field only = null;
    try {
      for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
        for (Field field : at.getDeclaredFields()) {
          if (Modifier.isStatic(field.getModifiers()) || !kind.isAssignableFrom(field.getType())) {
            continue;
          }
          if (only != null || !Modifier.isFinal(field.getModifiers())) {
            return null;
          }
          only = field;
        }
      }
      if (only != null) {
        only.setAccessible(true);
      }
      return only;
    } catch (RuntimeException | LinkageError closed) {
      return null; // a module that does not let us in, or a type that is missing
    }
  }
}
