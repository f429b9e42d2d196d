package io.poolingagent.tls;

import io.poolingagent.pool.PoolKey;
import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.net.Authenticator;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.net.SocketFactory;
import javax.net.ssl.HostnameVerifier;
import javax.net.ssl.KeyManager;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
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
    private final @Nullable String obstacle;

    /** Why they are where sockets are opened, beside that. */
    private final @Nullable String obstacleToOpening;

    /** Whether an application's class decides here how sockets are opened. */
    private final boolean opens;

    /** Whether it is asked about a connection once that is opened. */
    private final boolean judges;

    /** Whether a list or an array in a field is changed by nobody once an instance is in use. */
    final boolean keepsItsLists;

    private Shape(
        Class<?> type,
        Field[] fields,
        @Nullable String obstacle,
        @Nullable String obstacleToOpening,
        boolean keepsItsLists) {
      this.fields = fields;
      this.obstacle = obstacle == null ? null : named(type, obstacle);
      this.obstacleToOpening = obstacleToOpening == null ? null : named(type, obstacleToOpening);
      this.opens = isSocketFactory(type);
      this.judges =
          TrustManager.class.isAssignableFrom(type)
              || HostnameVerifier.class.isAssignableFrom(type);
      this.keepsItsLists = keepsItsLists;
    }

    private static String named(Class<?> type, String obstacle) {
      return type.getName() + " (" + obstacle + ")";
    }

    /**
     * Whether an instance takes part in opening sockets.
     *
     * @param within whether it was found in one that does
     */
    boolean opens(boolean within) {
      return opens || (within && !judges);
    }

    /**
     * Why instances are equal to themselves only; null if they can be compared.
     *
     * @param opens whether they take part in opening sockets
     */
    @Nullable String obstacle(boolean opens) {
      return obstacle == null && opens ? obstacleToOpening : obstacle;
    }
  }

  /**
   * Parts of published SDKs that hold a list or an array. An application's may change at any time.
   * The byte code of these was read: they and what they hold are made and filled before a context
   * or a connection knows them, nobody else gets hold of it, and they go by it alone (MinIO 9.0.4,
   * Aliyun OSS 3.18.1, CXF 3.5.9).
   */
  private static final Set<String> KEEP_THEIR_LISTS =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList(
                  "io.minio.Http$1",
                  "com.aliyun.oss.common.comm.DefaultServiceClient$CompositeX509TrustManager",
                  "org.apache.cxf.transport.https.SSLSocketFactoryWrapper")));

  private static final Field[] NONE = {};

  private final FieldUse use;

  Shapes(FieldUse use) {
    this.use = use;
  }

  @Override
  protected Shape computeValue(Class<?> type) {
    List<Field> fields = new ArrayList<>();
    String obstacle;
    String obstacleToOpening;
    boolean keepsItsLists = false;
    try {
      obstacle = obstacle(type, fields);
      keepsItsLists = keepsItsLists(type);
      obstacleToOpening =
          keepsItsLists || use.goesByFieldsAlone(type) ? null : "it may go by more than its fields";
    } catch (LinkageError | RuntimeException unreadable) {
      // A field's type is missing, or a module does not let us in: in doubt they don't share.
      obstacle = unreadable.getClass().getSimpleName();
      obstacleToOpening = obstacle;
    }
    Field[] compared = obstacle == null ? fields.toArray(NONE) : NONE;
    return new Shape(type, compared, obstacle, obstacleToOpening, keepsItsLists);
  }

  private static boolean keepsItsLists(Class<?> type) {
    return KEEP_THEIR_LISTS.contains(type.getName()) // which may be another's one day
        && (X509TrustManager.class.isAssignableFrom(type)
            || SSLSocketFactory.class.isAssignableFrom(type));
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
        if (!Modifier.isFinal(field.getModifiers())
            && !use.isSetOnce(field)
            && !keepsItsLists(type)) {
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
   * the thread or the tenant although it has no field: it is never the same as another. Factories
   * of TLS sockets are, if their code is proved to go by nothing else: most of them only choose a
   * protocol.
   */
  private static boolean isOfCallers(Class<?> type) {
    return !PoolKey.isOfJdk(type)
        && (KeyManager.class.isAssignableFrom(type)
            || Authenticator.class.isAssignableFrom(type)
            || (SocketFactory.class.isAssignableFrom(type)
                && !SSLSocketFactory.class.isAssignableFrom(type)));
  }

  /** What opens sockets for the JDK, or for Commons HttpClient 3, and is the application's. */
  private static boolean isSocketFactory(@Nullable Class<?> type) {
    if (type == null || PoolKey.isOfJdk(type)) {
      return false;
    }
    if (SSLSocketFactory.class.isAssignableFrom(type)
        || type.getName().equals("org.apache.commons.httpclient.protocol.ProtocolSocketFactory")) {
      return true;
    }
    for (Class<?> each : type.getInterfaces()) {
      if (isSocketFactory(each)) {
        return true;
      }
    }
    return isSocketFactory(type.getSuperclass());
  }
}
