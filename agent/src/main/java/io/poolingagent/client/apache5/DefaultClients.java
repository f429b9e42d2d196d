package io.poolingagent.client.apache5;

import io.poolingagent.client.AgentContext;
import io.poolingagent.pool.SharedPool;
import java.lang.invoke.MethodHandle;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.client5.http.cookie.BasicCookieStore;
import org.apache.hc.client5.http.impl.auth.BasicCredentialsProvider;
import org.apache.hc.client5.http.impl.classic.HttpClientBuilder;
import org.apache.hc.client5.http.io.HttpClientConnectionManager;
import org.jspecify.annotations.Nullable;

/**
 * Clients whose builder was told nothing but what a client itself keeps: cookies, credentials, and
 * the configuration of its requests. For each of these the library makes the same handlers and
 * registries, immutable ones that nobody but a client has. So they are made once, and such a client
 * is put together of them and of what is its own.
 */
final class DefaultClients {
  /** What is handed to a client as it is. */
  private static final Set<String> KEPT_BY_CLIENT =
      Collections.unmodifiableSet(
          new HashSet<>(
              Arrays.asList("cookieStore", "credentialsProvider", "defaultRequestConfig")));

  private static final BuilderFields OTHERS =
      BuilderFields.of(HttpClientBuilder.class, KEPT_BY_CLIENT);
  private static final MethodHandle NOTHING_ELSE_IS_SET = OTHERS.nothingIsSet();
  private static final MethodHandle COOKIES =
      BuilderFields.getter(HttpClientBuilder.class, "cookieStore");
  private static final MethodHandle CREDENTIALS =
      BuilderFields.getter(HttpClientBuilder.class, "credentialsProvider");
  private static final MethodHandle CONFIG =
      BuilderFields.getter(HttpClientBuilder.class, "defaultRequestConfig");

  private final AgentContext context;
  private final PoolChoice pools;
  private final DefaultManagers managers;

  /** Null until they are looked for, and for ever if a client of this version is made otherwise. */
  private volatile @Nullable ClientParts parts;

  private volatile boolean searched;

  DefaultClients(AgentContext context, PoolChoice pools, DefaultManagers managers) {
    this.context = context;
    this.pools = pools;
    this.managers = managers;
    // A builder that cannot be told to leave them alone goes by the system properties in any case.
    this.searched = !OTHERS.has("systemProperties");
  }

  /** A client is to be built; answers it, null for the library to build it. */
  @Nullable Object wanted(@Nullable Object builder, Object[] values) throws Throwable {
    if (builder == null
        || builder.getClass() != HttpClientBuilder.class
        || !pools.poolsEveryClient()
        || !(boolean) NOTHING_ELSE_IS_SET.invokeExact(builder)) {
      return null;
    }
    DefaultManagers.Kind kind = managers.kind();
    ClientParts known = kind == null ? null : parts(kind);
    if (kind == null || known == null) {
      return null;
    }
    HttpClientConnectionManager manager = kind.newManager();
    SharedPool pool = pools.pool(kind, manager);
    if (pool == null || !pool.seen()) {
      return null; // the first one may stay as the library builds it
    }
    Object givenCookies = (Object) COOKIES.invokeExact(builder);
    Object givenCredentials = (Object) CREDENTIALS.invokeExact(builder);
    Object givenConfig = (Object) CONFIG.invokeExact(builder);
    context.audit().pooled(Adapter.CLIENT);
    return known.newClient(
        pools.shadow(manager, kind),
        manager,
        givenCookies == null ? new BasicCookieStore() : givenCookies,
        givenCredentials == null ? new BasicCredentialsProvider() : givenCredentials,
        givenConfig == null ? RequestConfig.DEFAULT : givenConfig);
  }

  private @Nullable ClientParts parts(DefaultManagers.Kind kind) throws Throwable {
    ClientParts known = parts;
    if (known == null && !searched) {
      synchronized (this) {
        if (!searched) {
          HttpClientConnectionManager manager = kind.newManager();
          try {
            parts =
                ClientParts.of(
                    HttpClientBuilder.create().setConnectionManager(manager).build(), manager);
          } catch (ReflectiveOperationException | RuntimeException another) {
            // Then the library builds each of them.
          }
          searched = true;
        }
        known = parts;
      }
    }
    return known;
  }
}
