package io.poolingagent.weave;

import net.bytebuddy.description.method.MethodDescription;

/**
 * Which methods of a class a hook stands on. Immutable.
 *
 * <p>Not Byte Buddy's matchers: those are made when the hooks are named, at the start of every
 * application, and took almost half of the agent's start with what they load. These load nothing of
 * it before they are asked, with the first class that is woven.
 */
@FunctionalInterface
public interface Methods {

  /** Whether this is one of them. */
  boolean include(MethodDescription method);

  /** Those that are among both. */
  default Methods and(Methods other) {
    return method -> include(method) && other.include(method);
  }

  /** Those that are among either. */
  default Methods or(Methods other) {
    return method -> include(method) || other.include(method);
  }

  /** All but those. */
  static Methods not(Methods those) {
    return method -> !those.include(method);
  }

  /** Those of this name. */
  static Methods named(String name) {
    return method -> method.getName().equals(name);
  }

  /** Those whose name begins like this. */
  static Methods nameStartsWith(String start) {
    return method -> method.getName().startsWith(start);
  }

  /** Those whose name has this in it. */
  static Methods nameContains(String part) {
    return method -> method.getName().contains(part);
  }

  /** Constructors. */
  static Methods isConstructor() {
    return method -> method.isConstructor(); // to make a method reference would load its class
  }

  /** Static methods. */
  static Methods isStatic() {
    return method -> method.isStatic();
  }

  /** Those with so many parameters. */
  static Methods takesArguments(int count) {
    return method -> method.getParameters().size() == count;
  }

  /**
   * Those with a parameter of this type at this place.
   *
   * @param index from 0
   * @param type the binary name of the erased type
   */
  static Methods takesArgument(int index, String type) {
    return method ->
        index < method.getParameters().size()
            && type.equals(method.getParameters().get(index).getType().asErasure().getName());
  }

  /**
   * Those that return this type.
   *
   * @param type the binary name of the erased type, or that of a primitive one
   */
  static Methods returns(String type) {
    return method -> type.equals(method.getReturnType().asErasure().getName());
  }
}
