package io.poolingagent.client.okhttp3;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.Collection;
import java.util.Collections;
import java.util.Map;
import java.util.Objects;
import okhttp3.CertificatePinner;
import org.jspecify.annotations.Nullable;

/** Which certificates clients pin. */
final class Pins {
  private static final boolean PINNERS_COMPARE = declaresEquals(CertificatePinner.class);

  private Pins() {}

  /**
   * Whether two pinners pin the same. Up to 3.4 they have no {@code equals}; their fields are their
   * pins, and from 3.1 on what cleans certificate chains. That is another object in each client of
   * 3.1 and 3.2, and without pins never used.
   */
  static boolean same(@Nullable CertificatePinner a, @Nullable CertificatePinner b)
      throws ReflectiveOperationException {
    if (a == b || (a != null && a.equals(b))) {
      return true;
    }
    if (a == null || b == null || PINNERS_COMPARE) {
      return false;
    }
    boolean clean = true;
    boolean pin = false;
    for (Field field : CertificatePinner.class.getDeclaredFields()) {
      if (Modifier.isStatic(field.getModifiers())) {
        continue;
      }
      field.setAccessible(true);
      Object pins = field.get(a);
      boolean alike = Objects.equals(pins, field.get(b));
      if (!(pins instanceof Collection || pins instanceof Map)) {
        clean &= alike;
      } else if (!alike) {
        return false;
      } else {
        pin |= !pins.equals(Collections.emptyList()) && !pins.equals(Collections.emptyMap());
      }
    }
    return clean || !pin;
  }

  private static boolean declaresEquals(Class<?> type) {
    try {
      return type.getDeclaredMethod("equals", Object.class) != null;
    } catch (NoSuchMethodException identity) {
      return false;
    }
  }
}
