package io.poolingagent.client;

import java.lang.reflect.Member;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.stream.Stream;

/**
 * Tells what behaves as a class of the library's: its instances, and those of subclasses that add
 * nothing but constructors, as which SDKs have their own defaults. Thread-safe.
 */
public final class SameClass {
  private final Class<?> base;
  private final ClassValue<Boolean> subclasses =
      new ClassValue<Boolean>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return addsNothing(type);
        }
      };

  /**
   * @param base the library's
   */
  public SameClass(Class<?> base) {
    this.base = base;
  }

  /** Whether an object behaves as the base class says. */
  public boolean is(Object object) {
    Class<?> type = object.getClass();
    return type == base || (base.isInstance(object) && subclasses.get(type));
  }

  private boolean addsNothing(Class<?> type) {
    try {
      for (Class<?> at = type; at != base; at = at.getSuperclass()) {
        if (Stream.<Member>concat(
                Arrays.stream(at.getDeclaredFields()), Arrays.stream(at.getDeclaredMethods()))
            .anyMatch(member -> !Modifier.isStatic(member.getModifiers()))) {
          return false;
        }
      }
      return true;
    } catch (LinkageError unreadable) {
      return false; // a type of a member is missing
    }
  }
}
