package io.poolingagent.weave;

import io.poolingagent.audit.Errors;
import io.poolingagent.client.AgentContext;
import io.poolingagent.client.Client;
import io.poolingagent.client.ClientAdapter;
import io.poolingagent.client.HookHandler;
import io.poolingagent.client.Propagate;
import java.lang.instrument.Instrumentation;
import java.lang.ref.WeakReference;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import java.util.function.BiFunction;
import org.jspecify.annotations.Nullable;

/**
 * Connects a hook of a woven class with the adapter beside that class's library, at the hook's
 * first call. Adapters are held weakly here; the woven classes hold them through the bridge.
 */
public final class Linker
    implements BiFunction<String, Class<?>, BiFunction<Object, Object[], Object>> {
  private static final BiFunction<Object, Object[], @Nullable Object> NOTHING =
      (self, values) -> null;

  private final Map<String, Client> clientsByHook = new HashMap<>();
  private final AgentContext context;
  private final Instrumentation instrumentation;
  private final PackageOpener opener;

  /** By library loader; the null loader stands under the agent's own. */
  private final Map<ClassLoader, Map<String, WeakReference<ClientAdapter>>> adapters =
      new WeakHashMap<>();

  /**
   * @param clients whose hooks to link
   * @param context handed to the adapters
   */
  public Linker(List<Client> clients, AgentContext context, Instrumentation instrumentation) {
    this.context = context;
    this.instrumentation = instrumentation;
    this.opener = PackageOpener.ofThisJvm();
    for (Client client : clients) {
      for (Generation generation : client.generations()) {
        for (HookPoint hook : generation.hooks()) {
          clientsByHook.put(hook.name(), client);
          clientsByHook.put(hook.name() + HookPoint.EXIT_SUFFIX, client);
        }
      }
    }
  }

  /** Never throws: a hook that cannot be linked does nothing from then on. */
  @Override
  @SuppressWarnings(
      "NullAway") // the bridge knows no nullness: a handler's null means "leave alone"
  public BiFunction<Object, Object[], Object> apply(String hook, Class<?> woven) {
    if (hook.equals(SelfTest.HOOK.name())) {
      return (self, values) -> Boolean.TRUE;
    }
    try {
      Client client = clientsByHook.get(hook);
      if (client == null) {
        throw new IllegalStateException("no client declares the hook " + hook);
      }
      ClientAdapter adapter = adapter(client, woven);
      return new Guarded(hook, adapter.handler(hook), adapter, context.errors());
    } catch (Throwable failure) {
      context.errors().report("linking " + hook, failure);
      return NOTHING;
    }
  }

  private ClientAdapter adapter(Client client, Class<?> woven) throws ReflectiveOperationException {
    ClassLoader library = woven.getClassLoader();
    ClassLoader key = library == null ? Linker.class.getClassLoader() : library;
    synchronized (adapters) {
      ClientAdapter known = known(key, client);
      if (known != null) {
        return known;
      }
    }
    // Outside the lock: this runs the library loader's code.
    AdapterLoader loader =
        new AdapterLoader(Linker.class.getClassLoader(), library, client.clientPackage());
    for (String packageName : client.openedPackages()) {
      opener.open(instrumentation, woven, packageName, loader);
    }
    ClientAdapter created =
        (ClientAdapter)
            loader
                .loadClass(client.adapterPackage() + ".Adapter")
                .getConstructor(AgentContext.class)
                .newInstance(context);
    synchronized (adapters) {
      ClientAdapter earlier = known(key, client);
      if (earlier != null) {
        return earlier;
      }
      adapters
          .computeIfAbsent(key, loaderSeen -> new HashMap<>())
          .put(client.adapterPackage(), new WeakReference<>(created));
      return created;
    }
  }

  private @Nullable ClientAdapter known(ClassLoader library, Client client) {
    Map<String, WeakReference<ClientAdapter>> byClient = adapters.get(library);
    WeakReference<ClientAdapter> reference =
        byClient == null ? null : byClient.get(client.adapterPackage());
    return reference == null ? null : reference.get();
  }

  /** Lets nothing out of a handler but what it means to throw. */
  private static final class Guarded implements BiFunction<Object, Object[], @Nullable Object> {
    private final String hook;
    private final HookHandler handler;

    /** Held here, for a handler need not refer to it; a second adapter would know nothing. */
    @SuppressWarnings({"unused", "UnusedVariable"})
    private final ClientAdapter adapter;

    private final Errors errors;

    Guarded(String hook, HookHandler handler, ClientAdapter adapter, Errors errors) {
      this.hook = hook;
      this.handler = handler;
      this.adapter = adapter;
      this.errors = errors;
    }

    @Override
    public @Nullable Object apply(@Nullable Object self, Object[] values) {
      try {
        return handler.on(self, values);
      } catch (Propagate meant) {
        throw Guarded.<RuntimeException>unchecked(meant.getCause());
      } catch (Throwable failure) {
        errors.report("hook " + hook, failure);
        return null;
      }
    }

    /** Throws anything: the woven method declares what its library lets it throw. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"})
    private static <T extends Throwable> T unchecked(@Nullable Throwable throwable) throws T {
      throw (T) (throwable == null ? new IllegalStateException() : throwable);
    }
  }
}
