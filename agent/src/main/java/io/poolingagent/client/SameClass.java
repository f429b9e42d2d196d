package io.poolingagent.client;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;

/**
 * Tells what behaves as a class of the library's: its instances, and those of subclasses that
 * replace nothing of what it does, as which SDKs have their own defaults, or count what they made.
 * Thread-safe.
 */
public final class SameClass {
  /** How it is compared, described and given up; who closes it closes the base class's part. */
  private static final Set<String> DO_NOT_MATTER =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList("equals", "hashCode", "toString", "close", "shutdown", "finalize")));

  private final Class<?> base;

  /** Its packages, such as "org.apache.http.". */
  private final String library;

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
    String name = base.getName();
    int third = name.indexOf('.', name.indexOf('.', name.indexOf('.') + 1) + 1);
    this.library = name.substring(0, third + 1);
  }

  /** Whether an object behaves as the base class says. */
  public boolean is(Object object) {
    Class<?> type = object.getClass();
    return type == base || (base.isInstance(object) && subclasses.get(type));
  }

  private boolean addsNothing(Class<?> type) {
    try {
      for (Class<?> at = type; at != base; at = at.getSuperclass()) {
        if (Arrays.stream(at.getDeclaredMethods()).anyMatch(this::replaces)
            || Arrays.stream(at.getInterfaces()).anyMatch(this::isForTheLibrary)) {
          return false;
        }
      }
      return true;
    } catch (LinkageError unreadable) {
      return false; // a type of a member is missing
    }
  }

  /** Whether a method takes the place of one of the base class that matters. */
  private boolean replaces(Method method) {
    if ((method.getModifiers() & (Modifier.STATIC | Modifier.PRIVATE)) != 0
        || DO_NOT_MATTER.contains(method.getName())) {
      return false;
    }
    if (Arrays.stream(base.getMethods()).anyMatch(each -> isOverriddenBy(each, method))) {
      return true; // also one that an interface of the library implements
    }
    for (Class<?> at = base; at != null; at = at.getSuperclass()) {
      if (Arrays.stream(at.getDeclaredMethods()).anyMatch(each -> isOverriddenBy(each, method))) {
        return true;
      }
    }
    return false;
  }

  private static boolean isOverriddenBy(Method one, Method other) {
    return one.getName().equals(other.getName())
        && Arrays.equals(one.getParameterTypes(), other.getParameterTypes());
  }

  /** Whether the library may look for an interface that the base class does not have. */
  private boolean isForTheLibrary(Class<?> added) {
    return !added.isAssignableFrom(base) && added.getName().startsWith(library);
  }
}
