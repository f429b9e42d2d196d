/**
 * Jakarta Commons HttpClient 3.0 and 3.1.
 *
 * <p>Pooled: what a {@code HttpMethodDirector} executes through a {@code
 * SimpleHttpConnectionManager} (what {@code new HttpClient()} has) or a {@code
 * MultiThreadedHttpConnectionManager}. The director gets a manager of ours in its constructor; the
 * application's own stays where the application sees it, unused. The pool is ours: the library's
 * shared manager lets the client created last overwrite everybody's timeouts, wakes waiters by
 * interrupting them, and starts a thread that never ends.
 *
 * <p>Left alone: other classes of managers, {@code alwaysClose}, and TLS through a proxy by clients
 * with credentials for proxies, with which their tunnels are opened.
 *
 * <p>Why it is safe: clients share only what was opened by the same socket factory (TLS factories
 * by content) with the same proxy, local address and socket options; each lease gets the parameters
 * of its own client, and the library sets the socket timeout before each request. A connection that
 * carried NTLM or Negotiate is closed after use, and so is one whose tunnel was opened with
 * credentials after all: those of a {@code CredentialsProvider} are asked for when the proxy asks.
 * A connection is looked at before it is reused; if it dies before the answer nevertheless, an
 * idempotent request goes again, and any other fails, while the library would send it up to three
 * times more.
 */
@NullMarked
package io.poolingagent.client.commonshttpclient3;

import org.jspecify.annotations.NullMarked;
