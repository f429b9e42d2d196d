package io.poolingagent.tls;

import java.lang.reflect.Field;

/**
 * Tells fields that the code of their class never reads. An anonymous class, as which "trust
 * everything" is mostly written, holds the object in whose method it stands (before JDK 18 always)
 * and hardly ever looks at it.
 */
@FunctionalInterface
public interface UnreadFields {

  /** Whether the field is proved to be without influence on what its object does. */
  boolean isNeverRead(Field field);
}
