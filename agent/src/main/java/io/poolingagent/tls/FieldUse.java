package io.poolingagent.tls;

import java.lang.reflect.Field;

/**
 * Tells, from the code of a class, what can become of its fields and what else it goes by. In doubt
 * it says no.
 */
public interface FieldUse {

  /**
   * Whether the field is proved to be without influence on what its object does. An anonymous
   * class, as which "trust everything" is mostly written, holds the object in whose method it
   * stands (before JDK 18 always) and hardly ever looks at it.
   */
  boolean isNeverRead(Field field);

  /**
   * Whether the field, although it is not declared final, is proved to keep what the constructor
   * put there. Hardly anybody who writes a socket factory or a trust manager declares it.
   */
  boolean isSetOnce(Field field);

  /**
   * Whether what the methods of a class do is proved to depend on nothing but its fields and their
   * arguments: on no static that may change, nor on the thread, by which an application may tell
   * one tenant from another.
   */
  boolean goesByFieldsAlone(Class<?> type);
}
