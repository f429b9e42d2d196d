package io.poolingagent.client.jdk;

import io.poolingagent.client.HookHandler;
import java.lang.ref.WeakReference;
import java.net.Authenticator;
import java.net.InetAddress;
import java.net.PasswordAuthentication;
import java.net.ProxySelector;
import java.net.URI;
import java.net.URL;
import org.jspecify.annotations.Nullable;

/**
 * The authenticator of the lanes of all clients that have one, and what keeps their credentials
 * apart. The JDK knows Basic only, whose credentials belong to a request and not to its connection;
 * but it asks its client's authenticator, and remembers the answers for its client, which here many
 * clients share. So the request that it works on is noted when it begins to filter it: its own
 * client's authenticator answers, and what it remembers is that client's. Thread-safe.
 *
 * <p>A tunnel through a proxy is asked for by a request of the JDK's own, and keeps its credentials
 * for whoever uses it next: where there may be one, clients with an authenticator share nothing
 * ({@link #mayBeLent}).
 */
final class Credentials extends Authenticator {
  /** No server has such a name, so that no exception from a proxy covers it (RFC 6761, 6.4). */
  private static final URI[] ANYWHERE = {
    URI.create("http://pooling-agent.invalid/"), URI.create("https://pooling-agent.invalid/")
  };

  private static final Credentials OF_EACH_REQUEST = new Credentials();

  /**
   * The request that this thread filters, or filtered last. Held weakly, as nobody tells the end.
   */
  private static final ThreadLocal<@Nullable WeakReference<Lease<?>>> FILTERED =
      new ThreadLocal<>();

  private Credentials() {}

  /** The authenticator for a lane of clients that have such a one. */
  static @Nullable Authenticator inPlaceOf(@Nullable Authenticator authenticator) {
    return authenticator == null ? null : OF_EACH_REQUEST;
  }

  /** Whether all requests of clients with this proxy selector certainly need no proxy. */
  static boolean mayBeLent(@Nullable ProxySelector selector) {
    if (!Internals.REMEMBERS_CREDENTIALS) {
      return false;
    }
    if (selector == null) {
      return true;
    }
    if (!Key.isOfJdk(selector)) {
      return false; // to ask it would be noticed
    }
    for (URI uri : ANYWHERE) {
      if (!selector.select(uri).equals(Key.DIRECT)) {
        return false;
      }
    }
    return true;
  }

  /** Before {@code AuthenticationFilter.request(HttpRequestImpl, MultiExchange)}. */
  static HookHandler requestFiltered() {
    return (self, args) -> {
      Lease<?> lease = note(Internals.bodyHandlerOf(args[1]));
      if (lease != null) {
        lease.isAsked();
      }
      return null;
    };
  }

  /** Before {@code AuthenticationFilter.response(Response)}. */
  static HookHandler responseFiltered() {
    return (self, args) -> {
      Lease<?> lease = note(Internals.bodyHandlerOfResponse(args[0]));
      if (lease != null) {
        lease.isAnswered();
      }
      return null;
    };
  }

  /**
   * Before {@code AuthenticationFilter.getCache}, whose parameter is the request in some versions
   * and its client in others.
   */
  static HookHandler remembered() {
    return (self, args) -> {
      Lease<?> lease = filtered();
      return lease == null ? null : lease.credentials();
    };
  }

  private static @Nullable Lease<?> note(@Nullable Object handler) {
    Lease<?> lease = handler instanceof Lease ? (Lease<?>) handler : null;
    if (lease == null || lease.authenticator() == null) {
      FILTERED.remove(); // not ours, and not that of the request before it
      return null;
    }
    FILTERED.set(new WeakReference<>(lease));
    return lease;
  }

  private static @Nullable Lease<?> filtered() {
    WeakReference<Lease<?>> noted = FILTERED.get();
    return noted == null ? null : noted.get();
  }

  @Override
  public @Nullable PasswordAuthentication requestPasswordAuthenticationInstance(
      String host,
      InetAddress address,
      int port,
      String protocol,
      String prompt,
      String scheme,
      URL url,
      RequestorType type) {
    Lease<?> lease = filtered();
    Authenticator authenticator = lease == null ? null : lease.authenticator();
    return authenticator == null
        ? null
        : authenticator.requestPasswordAuthenticationInstance(
            host, address, port, protocol, prompt, scheme, url, type);
  }
}
