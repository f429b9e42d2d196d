package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.Authenticator;
import java.util.ArrayList;
import java.util.List;
import javax.net.SocketFactory;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocketFactory;
import org.jspecify.annotations.Nullable;

/**
 * Of which classes two instances can be told to behave alike by looking at them: those that have no
 * state but fields that never change. Computed once per class and held by it.
 */
final class Shapes extends ClassValue<Shapes.Shape> {

  /** What decides over an instance of a class. Immutable. */
  static final class Shape {
    /** The fields to compare. */
    final Field[] fields;

    /** Why instances are equal to themselves only; null if they can be compared. */
    final @Nullable String obstacle;

    private Shape(Field[] fields, @Nullable String obstacle) {
      this.fields = fields;
      this.obstacle = obstacle;
    }
  }

  private static final Field[] NONE = {};

  private final FieldUse use;

  Shapes(FieldUse use) {
    this.use = use;
  }

  @Override
  protected Shape computeValue(Class<?> type) {
    try {
      List<Field> fields = new ArrayList<>();
      String obstacle = obstacle(type, fields);
      return obstacle == null
          ? new Shape(fields.toArray(NONE), null)
          : new Shape(NONE, type.getName() + " (" + obstacle + ")");
    } catch (LinkageError | RuntimeException unreadable) {
      // A field's type is missing, or a module does not let us in: in doubt they don't share.
      return new Shape(NONE, type.getName() + " (" + unreadable.getClass().getSimpleName() + ")");
    }
  }

  private @Nullable String obstacle(Class<?> type, List<Field> fields) {
    if (type.isArray()) {
      return "an array can change";
    }
    if (isOfCallers(type)) {
      return "it may choose by the caller";
    }
    for (Class<?> at = type; at != null && at != Object.class; at = at.getSuperclass()) {
      for (Field field : at.getDeclaredFields()) {
        if (Modifier.isStatic(field.getModifiers())) {
          continue;
        }
        if (PoolKey.isOfJdk(at)) {
          return "it has state of its own";
        }
        if (field.isSynthetic() && field.getName().startsWith("this$") && use.isNeverRead(field)) {
          continue;
        }
        if (!Modifier.isFinal(field.getModifiers()) && !use.isSetOnce(field)) {
          return "its field " + field.getName() + " may change";
        }
        AccessibleObject access = field;
        access.setAccessible(true);
        fields.add(field);
      }
    }
    return null;
  }

  /**
   * Code of the application that is asked whom to be, or with what to connect, is known to go by
   * the thread or the tenant although it has no field: it is never the same as another.
   */
  private static boolean isOfCallers(Class<?> type) {
    return !PoolKey.isOfJdk(type)
        && (KeyManager.class.isAssignableFrom(type)
            || Authenticator.class.isAssignableFrom(type)
            || (SocketFactory.class.isAssignableFrom(type)
                && !SSLSocketFactory.class.isAssignableFrom(type)));
  }
}
