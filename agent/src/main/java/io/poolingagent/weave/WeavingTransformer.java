package io.poolingagent.weave;

import io.poolingagent.audit.Audit;
import io.poolingagent.audit.Errors;
import io.poolingagent.audit.Reason;
import io.poolingagent.client.Client;
import java.lang.instrument.ClassFileTransformer;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.security.ProtectionDomain;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/**
 * Sees every class that the JVM loads and weaves the few that the clients' hooks name: exact names,
 * one look-up in a map, so that all other classes cost nothing. The first class to weave proves the
 * weaver on a class of our own before anything of the application is touched, and decides for its
 * class loader whether that copy of the library is one we know.
 */
public final class WeavingTransformer implements ClassFileTransformer {

  private final Map<String, List<Client>> clientsByType = new HashMap<>();
  private final Audit audit;
  private final Errors errors;

  /** By library loader and client; the null loader stands under the agent's own. */
  private final Map<ClassLoader, Map<String, LibraryCheck.Verdict>> verdicts = new WeakHashMap<>();

  /**
   * @param clients what to weave
   * @param audit told of libraries that are left alone
   * @param errors told of classes that could not be woven
   */
  public WeavingTransformer(List<Client> clients, Audit audit, Errors errors) {
    this.audit = audit;
    this.errors = errors;
    for (Client client : clients) {
      for (Generation generation : client.generations()) {
        for (HookPoint hook : generation.hooks()) {
          List<Client> known =
              clientsByType.computeIfAbsent(
                  hook.type().replace('.', '/'), type -> new ArrayList<>(1));
          if (!known.contains(client)) {
            known.add(client);
          }
        }
      }
    }
  }

  /** Begins to weave: classes to come, and those that the JVM has loaded already. */
  public void install(Instrumentation instrumentation) {
    instrumentation.addTransformer(this, true);
    List<Class<?>> loaded = new ArrayList<>();
    for (Class<?> type : instrumentation.getAllLoadedClasses()) {
      if (clientsByType.containsKey(type.getName().replace('.', '/'))
          && instrumentation.isModifiableClass(type)) {
        loaded.add(type);
      }
    }
    if (!loaded.isEmpty()) {
      try {
        instrumentation.retransformClasses(loaded.toArray(new Class<?>[0]));
      } catch (UnmodifiableClassException | LinkageError failure) {
        errors.report("weaving classes that were loaded before the agent", failure);
      }
    }
  }

  @Override
  @SuppressWarnings("NullAway") // the JDK's null: the class stays as it is
  public byte @Nullable [] transform(
      @Nullable ClassLoader loader,
      @Nullable String name,
      @Nullable Class<?> redefined,
      @Nullable ProtectionDomain domain,
      byte[] bytes) {
    if (name == null) {
      return null;
    }
    List<Client> clients = clientsByType.get(name);
    if (clients == null) {
      return null;
    }
    try {
      byte[] woven = bytes;
      for (Client client : clients) {
        woven = weave(client, name.replace('/', '.'), woven, loader);
      }
      return woven == bytes ? null : woven;
    } catch (Throwable failure) {
      errors.report("weaving " + name, failure);
      return null;
    }
  }

  private byte[] weave(Client client, String type, byte[] bytes, @Nullable ClassLoader loader) {
    Generation generation = verdict(client, loader).generation;
    if (generation == null) {
      return bytes;
    }
    List<HookPoint> hooks = new ArrayList<>();
    for (HookPoint hook : generation.hooks()) {
      if (hook.type().equals(type)) {
        hooks.add(hook);
      }
    }
    return hooks.isEmpty() ? bytes : Machine.WEAVER.weave(type, bytes, loader, hooks);
  }

  private LibraryCheck.Verdict verdict(Client client, @Nullable ClassLoader loader) {
    ClassLoader key = loader == null ? WeavingTransformer.class.getClassLoader() : loader;
    synchronized (verdicts) {
      Map<String, LibraryCheck.Verdict> known = verdicts.get(key);
      LibraryCheck.Verdict verdict = known == null ? null : known.get(client.adapterPackage());
      if (verdict != null) {
        return verdict;
      }
    }
    // Outside the lock: this reads through the application's loader. Two threads may both check.
    LibraryCheck.Verdict verdict = LibraryCheck.check(client, loader);
    synchronized (verdicts) {
      LibraryCheck.Verdict earlier =
          verdicts
              .computeIfAbsent(key, loaderSeen -> new HashMap<>())
              .putIfAbsent(client.adapterPackage(), verdict);
      if (earlier != null) {
        return earlier;
      }
    }
    if (verdict.generation == null) {
      audit.leftAlone(client.name(), Reason.UNVERIFIED_VERSION, verdict.explanation);
      LoggerFactory.getLogger("weave")
          .warn("{} is left alone: {}", client.name(), verdict.explanation);
    }
    return verdict;
  }

  /** Byte Buddy, loaded with the first class to weave. */
  private static final class Machine {
    static final Weaver WEAVER = SelfTest.proven(new Weaver());
  }
}
