package java.lang;

import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;

/**
 * The one class that woven code links to. It stands in {@code java.lang} because that is the only
 * package which every class loader delegates (OSGi and JBoss Modules included), and it is a single
 * class file of JDK types because it is defined by hand into {@code java.base}.
 *
 * <p>As a {@link ClassValue} it holds, per woven class, the handlers of that class's hooks. The
 * class refers to its handlers and never the other way round, so an undeployed class loader takes
 * its handlers along.
 *
 * <p>Thread-safe. {@link #call} answers {@code null} for "leave the application alone"; it throws
 * only what a handler deliberately throws into the application.
 */
public final class PoolingBridge
    extends ClassValue<ConcurrentHashMap<String, BiFunction<Object, Object[], Object>>> {

  /**
   * Finds the handler for (hook, woven class), never null; set once by the agent, null while it is
   * off. The function must not throw.
   */
  public static volatile BiFunction<String, Class<?>, BiFunction<Object, Object[], Object>> linker;

  /**
   * Whether the hooks that are asked on demand are asked: what they are for is in use. A look at
   * this costs their methods next to nothing; set by the agent, for good.
   */
  public static volatile boolean demanded;

  private static final PoolingBridge LINKS = new PoolingBridge();

  /** Non-zero while this thread is inside a handler: what a handler does is not itself hooked. */
  private static final ThreadLocal<int[]> DEPTH = new ThreadLocal<int[]>();

  private PoolingBridge() {}

  @Override
  protected ConcurrentHashMap<String, BiFunction<Object, Object[], Object>> computeValue(
      Class<?> type) {
    return new ConcurrentHashMap<String, BiFunction<Object, Object[], Object>>(8);
  }

  /**
   * Runs the handler of a hook.
   *
   * @param hook the hook's name
   * @param type the woven class
   * @param self the instance, null in a static method
   * @param args the method's arguments
   * @return the handler's answer, null to leave the application alone
   */
  public static Object call(String hook, Class<?> type, Object self, Object[] args) {
    int[] depth = DEPTH.get();
    if (depth == null) {
      depth = new int[1];
      DEPTH.set(depth);
    }
    if (depth[0] != 0) {
      return null;
    }
    depth[0] = 1;
    try {
      ConcurrentHashMap<String, BiFunction<Object, Object[], Object>> handlers = LINKS.get(type);
      BiFunction<Object, Object[], Object> handler = handlers.get(hook);
      if (handler == null) {
        BiFunction<String, Class<?>, BiFunction<Object, Object[], Object>> link = linker;
        if (link == null) {
          return null;
        }
        handler = link.apply(hook, type);
        BiFunction<Object, Object[], Object> earlier = handlers.putIfAbsent(hook, handler);
        if (earlier != null) {
          handler = earlier;
        }
      }
      return handler.apply(self, args);
    } finally {
      depth[0] = 0;
    }
  }

  /**
   * As {@link #call(String, Class, Object, Object[])} with one more value behind the arguments: the
   * field that a constructor is about to publish.
   */
  public static Object call(String hook, Class<?> type, Object self, Object[] args, Object more) {
    Object[] all = new Object[args.length + 1];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = more;
    return call(hook, type, self, all);
  }

  /**
   * As {@link #call(String, Class, Object, Object[])} with the outcome of the method behind the
   * arguments: the value returned, the exception thrown, and what the hook's entry answered.
   */
  public static Object call(
      String hook,
      Class<?> type,
      Object self,
      Object[] args,
      Object returned,
      Throwable thrown,
      Object token) {
    Object[] all = new Object[args.length + 3];
    System.arraycopy(args, 0, all, 0, args.length);
    all[args.length] = returned;
    all[args.length + 1] = thrown;
    all[args.length + 2] = token;
    return call(hook, type, self, all);
  }
}
