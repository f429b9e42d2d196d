package io.poolingagent.weave;

import org.jspecify.annotations.Nullable;

/**
 * One place in a client library where the agent is asked or told: a class by its exact name, the
 * methods in it, and what the handler may do there. Immutable.
 */
public final class HookPoint {
  /** What the outcome of a hook of two parts is told under, behind the hook's name. */
  public static final String EXIT_SUFFIX = ".exit";

  /**
   * What the handler of a hook sees and may change; see {@link io.poolingagent.client.HookHandler}.
   */
  public enum Kind {
    /** Asked before the method; an answer is returned in its place. */
    ENTER("OnEnter"),
    /**
     * Told the outcome ({@code args..., returned, thrown, null}); an answer replaces what is
     * returned.
     */
    EXIT("OnExit"),
    /** Told at a constructor's end ({@code args..., field}); an answer replaces the field. */
    CONSTRUCTED("OnConstructed"),
    /**
     * Asked before the method; what is answered comes back as the last value of {@code args...,
     * returned, thrown, token} after it, under the hook's name with {@value #EXIT_SUFFIX} behind
     * it. Where nothing was answered the outcome is not told.
     */
    AROUND("Around"),
    /**
     * Asked before the method; an answer is returned in its place. Where there is none, told the
     * outcome as {@link #EXIT} is, under the hook's name with {@value #EXIT_SUFFIX} behind it,
     * unless the method throws.
     */
    PROVIDE("Provide");

    final String advice;

    Kind(String advice) {
      this.advice = "io.poolingagent.advice." + advice;
    }
  }

  private final String name;
  private final Kind kind;
  private final String type;
  private final Methods methods;
  private final @Nullable String field;
  private final boolean optional;
  private final boolean onDemand;

  private HookPoint(
      String name,
      Kind kind,
      String type,
      Methods methods,
      @Nullable String field,
      boolean optional,
      boolean onDemand) {
    this.name = name;
    this.kind = kind;
    this.type = type;
    this.methods = methods;
    this.field = field;
    this.optional = optional;
    this.onDemand = onDemand;
  }

  /**
   * A hook on methods.
   *
   * @param name the hook's name, unique within the client
   * @param kind anything but {@link Kind#CONSTRUCTED}
   * @param type the binary name of the class
   * @param methods which of its methods; at least one must match, or the library is not woven
   */
  public static HookPoint on(String name, Kind kind, String type, Methods methods) {
    return new HookPoint(name, kind, type, methods, null, false, false);
  }

  /**
   * A hook at the end of constructors that may replace one field.
   *
   * @param name the hook's name, unique within the client
   * @param type the binary name of the class
   * @param constructors which of its constructors
   * @param field the field declared by that class; it must exist, or the library is not woven
   */
  public static HookPoint constructed(
      String name, String type, Methods constructors, String field) {
    return new HookPoint(name, Kind.CONSTRUCTED, type, constructors, field, false, false);
  }

  /** The same hook, left out where the library has no such class or method. */
  public HookPoint whereFound() {
    return new HookPoint(name, kind, type, methods, field, true, onDemand);
  }

  /**
   * The same hook, asked and told only once {@link
   * io.poolingagent.client.AgentContext#demandHooks()} was called: until then the method costs what
   * it costs without the agent. For what few applications use, on the way of every request.
   */
  public HookPoint onDemand() {
    return new HookPoint(name, kind, type, methods, field, optional, true);
  }

  String name() {
    return name;
  }

  Kind kind() {
    return kind;
  }

  String type() {
    return type;
  }

  Methods methods() {
    return methods;
  }

  @Nullable String field() {
    return field;
  }

  boolean optional() {
    return optional;
  }

  boolean isOnDemand() {
    return onDemand;
  }

  @Override
  public String toString() {
    return kind + " " + name + " on " + type + (field == null ? "" : "." + field);
  }
}
