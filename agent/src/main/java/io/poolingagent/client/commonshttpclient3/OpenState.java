package io.poolingagent.client.commonshttpclient3;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.Field;
import org.apache.commons.httpclient.HttpConnection;
import org.jspecify.annotations.Nullable;

/**
 * What makes a connection of the library's an open one: its socket, its streams and whether a
 * tunnel stands. Between two leases no object of the library's has it, since whoever was lent such
 * an object may close it at any time.
 */
final class OpenState {
  private static final Field[] FIELDS = {
    field("inputStream"),
    field("outputStream"),
    field("socket"),
    field("usingSecureSocket"),
    field("tunnelEstablished"),
    field("isOpen")
  };

  /** Fails where the library is not one that we know. */
  static void requireKnown() {
    // The fields above were found.
  }

  private final Object[] values = new Object[FIELDS.length];

  /** Takes it from an open connection, which is a closed one afterwards. */
  OpenState(HttpConnection open) {
    for (int i = 0; i < FIELDS.length; i++) {
      values[i] = get(FIELDS[i], open);
      set(FIELDS[i], open, FIELDS[i].getType() == boolean.class ? false : null);
    }
  }

  /** Makes an open connection of one that never was. */
  void giveTo(HttpConnection fresh) {
    for (int i = 0; i < FIELDS.length; i++) {
      set(FIELDS[i], fresh, values[i]);
    }
  }

  /** Whether something has come in that nobody has asked for. */
  boolean hasUnreadBytes() throws IOException {
    return ((InputStream) values[0]).available() > 0;
  }

  private static Field field(String name) {
    try {
      Field field = HttpConnection.class.getDeclaredField(name);
      field.setAccessible(true);
      return field;
    } catch (NoSuchFieldException unknown) {
      throw new IllegalStateException("a version that we do not know", unknown);
    }
  }

  private static Object get(Field field, HttpConnection of) {
    try {
      return field.get(of);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private static void set(Field field, HttpConnection of, @Nullable Object value) {
    try {
      field.set(of, value);
    } catch (IllegalAccessException impossible) {
      throw new IllegalStateException(impossible);
    }
  }
}
